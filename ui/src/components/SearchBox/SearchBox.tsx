import { Search } from "lucide-react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { SearchField } from "react-aria-components/SearchField";
import "../TextField/TextField.css";
import "./SearchBox.css";

type Props = { label: string; value: string; onChange: (query: string) => void };

/** A field that narrows what a page shows; Escape empties it. */
export function SearchBox({ label, value, onChange }: Props) {
  return (
    <SearchField className="search-box" value={value} onChange={onChange}>
      <Label className="visually-hidden">{label}</Label>
      <Search aria-hidden="true" />
      <Input className="input" placeholder={label} />
    </SearchField>
  );
}

import { ChevronDown } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import "../Button/Button.css";
import "../ComboBox/ComboBox.css";
import "./MenuButton.css";

type Props = {
  label: string;
  choices: { id: string; label: string; detail?: string }[];
  onPick: (id: string) => void;
};

/** A button that opens a few things to do. */
export function MenuButton({ label, choices, onPick }: Props) {
  return (
    <MenuTrigger>
      <Button className="button button-quiet menu-button">
        <span>{label}</span>
        <ChevronDown aria-hidden="true" />
      </Button>
      <Popover className="menu-popover" placement="bottom end">
        <Menu className="menu" items={choices} onAction={(key) => onPick(String(key))}>
          {(choice) => (
            <MenuItem className="option" textValue={choice.label}>
              <Text slot="label">{choice.label}</Text>
              {choice.detail && (
                <Text slot="description" className="option-detail">
                  {choice.detail}
                </Text>
              )}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

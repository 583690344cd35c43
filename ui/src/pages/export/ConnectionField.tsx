import { PickBox } from "../../components/PickBox/PickBox";
import { contains } from "../../lib/search";
import { useMessages } from "../../messages";
import type { Connection } from "../../platform";

type Props = {
  connections: Connection[];
  connection: Connection;
  onChange: (id: string) => void;
};

/** Which account an export is from. */
export function ConnectionField({ connections, connection, onChange }: Props) {
  const { t } = useMessages();
  const option = ({ id, name, practice, email }: Connection) => ({
    id,
    label: name,
    detail: practice ? t("connections.practice") : email,
  });
  return (
    <PickBox
      label={t("export.connectionLabel")}
      picked={option(connection)}
      onPick={onChange}
      search={(query) => connections.map(option).filter(({ label }) => contains(label, query))}
      empty={t("export.noConnection")}
    />
  );
}

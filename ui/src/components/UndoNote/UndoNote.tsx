import type { ReactNode } from "react";
import { useMessages } from "../../messages";
import { Button } from "../Button/Button";
import "./UndoNote.css";

type Props = {
  /** What was just done; nothing to say when there is none. */
  children: ReactNode;
  /** Takes it back. */
  onUndo?: () => void;
};

/** Says at the bottom of a page what was just done, and takes it back. It asks nothing and is in nobody's way. */
export function UndoNote({ children, onUndo }: Props) {
  const { t } = useMessages();
  return (
    <div className="undo-note" role="status">
      {children && <p>{children}</p>}
      {children && onUndo && <Button onPress={onUndo}>{t("action.undo")}</Button>}
    </div>
  );
}

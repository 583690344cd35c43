import { BookmarkPlus } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../components/Button/Button";
import { type Translate, useMessages } from "../messages";
import { type ExportRequest, usePlatform } from "../platform";
import { NameDialog } from "./NameDialog";
import { usePickedNames } from "./pickedNames";

/** What a preset's files are called unless the person wants it otherwise. */
export const usualFileName = (t: Translate): string =>
  t("preset.usualFileName", { preset: "{preset}", from: "{from}", to: "{to}" });

type Props = {
  /** What is to be kept; null while something is missing. */
  request: ExportRequest | null;
  /** A new one each time that a menu asks for it. */
  asked?: object | null;
};

/** Keeps an export under a name, to run it again with one click. */
export function SaveAsPreset({ request, asked = null }: Props) {
  const { t } = useMessages();
  const platform = usePlatform();
  const namesOf = usePickedNames(request?.connectionId ?? "");
  const [isOpen, setOpen] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const possible = request !== null;
  useEffect(() => {
    if (asked && possible) {
      setOpen(true);
    }
  }, [asked, possible]);

  async function save(name: string) {
    if (request) {
      const preset = await platform.savePreset({
        id: null,
        name,
        description: "",
        tag: null,
        colour: null,
        export: request,
        ...namesOf(request),
        fileName: usualFileName(t),
        destination: { kind: "ask" },
      });
      setSaved(preset.name);
    }
  }

  return (
    <>
      <Button
        icon={<BookmarkPlus aria-hidden="true" />}
        isDisabled={request === null}
        onPress={() => setOpen(true)}
      >
        {t("preset.saveAs")}
      </Button>
      <p role="status" className="small">
        {saved !== null && t("preset.saved", { name: saved })}
      </p>
      <NameDialog
        title={t("preset.saveAs")}
        name=""
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onSave={save}
      />
    </>
  );
}

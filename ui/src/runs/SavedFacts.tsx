import { Fragment } from "react";
import { Notice } from "../components/Notice/Notice";
import { breakable } from "../lib/breakable";
import { formatBytes } from "../lib/format";
import { numberFormat } from "../lib/intl";
import { hyphenated } from "../lib/unbroken";
import { type MessageKey, useMessages } from "../messages";
import type { FileNotes, Run, SavedFile } from "../platform";
import "./SavedFacts.css";

/** What there is to know of a saved file. */
export function SavedFacts({ run, saved }: { run: Run; saved: SavedFile }) {
  const { t, locale } = useMessages();
  return (
    <>
      <dl className="facts">
        <dt>{t("saved.file")}</dt>
        <dd>{hyphenated(run.fileName)}</dd>
        <dt>{t("saved.folder")}</dt>
        <dd>
          {/* A long path breaks between its folders, and is one when it is copied. */}
          {saved.folder.split(/(?<=[/\\])/).map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a path stay in their order.
            <Fragment key={index}>
              {part}
              <wbr />
            </Fragment>
          ))}
        </dd>
        <dt>{t("saved.rows")}</dt>
        <dd>{numberFormat(locale, {}).format(saved.rows)}</dd>
        <dt>{t("saved.size")}</dt>
        <dd>{formatBytes(saved.bytes, locale)}</dd>
      </dl>
      <NamesNotice message="saved.missingColumns" names={saved.missingColumns} />
      <NamesNotice message="saved.unaskedColumns" names={saved.unaskedColumns} />
      <Notes notes={saved.notes} />
    </>
  );
}

function NamesNotice({ message, names }: { message: MessageKey; names: string[] }) {
  const { t } = useMessages();
  return (
    names.length > 0 && (
      <Notice tone="warning">
        <p className="notice-title">{t(message, { count: names.length })}</p>
        <ul className="mono-list">
          {names.map((name) => (
            <li key={name}>{breakable(name)}</li>
          ))}
        </ul>
      </Notice>
    )
  );
}

const NOTES: [keyof FileNotes, MessageKey][] = [
  ["cutCells", "saved.cutCells"],
  ["sheets", "saved.sheets"],
  ["notNumbers", "saved.notNumbers"],
  ["neutralised", "saved.neutralised"],
  ["lacking", "saved.lacking"],
  ["nulls", "saved.nulls"],
  ["repeated", "saved.repeated"],
];

/** What is not as one might think; one sheet is as it should be. */
function Notes({ notes }: { notes: FileNotes }) {
  const { t } = useMessages();
  const found = NOTES.filter(([note]) => notes[note] > (note === "sheets" ? 1 : 0));
  return (
    found.length > 0 && (
      <Notice tone="info">
        <p className="notice-title">{t("saved.notes")}</p>
        <ul>
          {found.map(([note, message]) => (
            <li key={note}>{t(message, { count: notes[note] })}</li>
          ))}
        </ul>
      </Notice>
    )
  );
}

import { useEffect, useRef, useState } from "react";
import { useFileNamePieces } from "../../app/engine";
import { Button } from "../../components/Button/Button";
import { useFormats } from "../../components/ProblemNotice/ProblemNotice";
import { TextField } from "../../components/TextField/TextField";
import { useClock } from "../../lib/clock";
import { hyphenated } from "../../lib/unbroken";
import { type MessageKey, useMessages } from "../../messages";
import { type ExportRequest, type FileNamePiece, type Problem, toProblem, usePlatform } from "../../platform";
import { wordingOf } from "../../problems";

const PIECES: Record<FileNamePiece, MessageKey> = {
  preset: "piece.preset",
  report: "piece.report",
  from: "piece.from",
  to: "piece.to",
  year: "piece.year",
  quarter: "piece.quarter",
  month: "piece.month",
  week: "piece.week",
  date: "piece.date",
  time: "piece.time",
  connection: "piece.connection",
  zone: "piece.zone",
  format: "piece.format",
};

/** How long nothing is typed before the example is made, in milliseconds. */
const PAUSE = 150;

type Example = { name: string | null; error: string | null };

/** The name that a pattern leads to now, or what is wrong with it. */
export function useFileName(pattern: string, request: ExportRequest | null, preset: string): Example {
  const { t } = useMessages();
  const platform = usePlatform();
  const clock = useClock();
  const formats = useFormats();
  const [example, setExample] = useState<{ name: string | null; problem: Problem | null }>({
    name: null,
    problem: null,
  });
  // A new object each time the page is drawn; what it says is what counts.
  const asked = request && JSON.stringify(request);
  useEffect(() => {
    if (asked === null) {
      return;
    }
    let current = true;
    const stop = clock.after(PAUSE, () => {
      platform.previewFileName(pattern, JSON.parse(asked), preset).then(
        (name) => current && setExample({ name, problem: null }),
        (rejection) => current && setExample({ name: null, problem: toProblem(rejection) }),
      );
    });
    return () => {
      current = false;
      stop();
    };
  }, [platform, clock, pattern, asked, preset]);
  const { problem } = example;
  // What is wrong with other fields is said there.
  const isOfName =
    problem !== null &&
    (problem.code === "file_name_piece_unknown" ||
      (problem.code === "invalid_field" && problem.field === "file_name"));
  const wording = isOfName ? wordingOf(problem, formats) : null;
  return { name: example.name, error: wording && t(wording.what, wording.values) };
}

type Props = {
  value: string;
  onChange: (pattern: string) => void;
  error: string | null;
  example: string | null;
};

/** The pattern of a file's name, the pieces it can hold, and what it leads to. */
export function FileNameField({ value, onChange, error, example }: Props) {
  const { t } = useMessages();
  const pieces = useFileNamePieces().value ?? [];
  const input = useRef<HTMLInputElement>(null);

  function insert(piece: FileNamePiece) {
    const field = input.current;
    const text = `{${piece}}`;
    const start = field?.selectionStart ?? value.length;
    onChange(value.slice(0, start) + text + value.slice(field?.selectionEnd ?? start));
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(start + text.length, start + text.length);
    });
  }

  return (
    <div className="file-name">
      <TextField
        label={t("preset.fileName")}
        hint={t("preset.fileNameHint")}
        value={value}
        onChange={onChange}
        error={error}
        inputRef={input}
      />
      <fieldset className="pieces">
        <legend className="field-hint">{t("preset.pieces")}</legend>
        {pieces.map((piece) => (
          <Button key={piece} onPress={() => insert(piece)}>
            {t(PIECES[piece])}
          </Button>
        ))}
      </fieldset>
      <p role="status" className="file-name-example">
        {example !== null && error === null && (
          <>
            <span className="soft">{t("preset.example")}</span> <span>{hyphenated(example)}</span>
          </>
        )}
      </p>
    </div>
  );
}

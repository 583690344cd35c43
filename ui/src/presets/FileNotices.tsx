import { useRef } from "react";
import { usePresets } from "../app/engine";
import { Button } from "../components/Button/Button";
import { MenuButton } from "../components/MenuButton/MenuButton";
import { Notice } from "../components/Notice/Notice";
import { ProblemNotice } from "../components/ProblemNotice/ProblemNotice";
import { useAttempt } from "../lib/attempt";
import { listFormat } from "../lib/intl";
import { useMessages } from "../messages";
import { type Connection, usePlatform } from "../platform";
import type { Outcome, PresetFiles } from "./files";
import "./FileNotices.css";

type Props = { files: PresetFiles; connections: Connection[] };

/** What came of files of presets: what was added, what is called otherwise here, and whose account is not here. */
export function FileNotices({ files, connections }: Props) {
  const { t } = useMessages();
  return (
    <>
      {files.outcomes.map((outcome) =>
        outcome.problem ? (
          <ProblemNotice
            key={outcome.id}
            problem={outcome.problem}
            lead={t("presetFile.of", { file: outcome.name })}
          >
            <Button onPress={() => files.dismiss(outcome.id)}>{t("notice.read")}</Button>
          </ProblemNotice>
        ) : (
          <Added
            key={outcome.id}
            outcome={outcome}
            connections={connections}
            onDismiss={() => files.dismiss(outcome.id)}
          />
        ),
      )}
      {files.dragging && (
        <div className="drop-veil" aria-hidden="true">
          <p>{t("presetFile.drop")}</p>
        </div>
      )}
    </>
  );
}

/** So many presets are named; of more, how many they are. */
const MOST_NAMED = 6;

type AddedProps = { outcome: Outcome; connections: Connection[]; onDismiss: () => void };

function Added({ outcome, connections, onDismiss }: AddedProps) {
  const { t, locale } = useMessages();
  const { presets, name: file } = outcome;
  const renamed = presets.filter(({ preset, nameInFile }) => preset.name !== nameInFile);
  const notice = useRef<HTMLDivElement>(null);
  const kept = usePresets().value;
  // As they are by now: an account may have been picked for them, or added.
  const lacking = new Map<string, string[]>();
  for (const { preset: before } of presets) {
    const preset = kept ? kept.find(({ id }) => id === before.id) : before;
    if (preset && !connections.some(({ id }) => id === preset.export.connectionId)) {
      const { connectionName, id } = preset;
      lacking.set(connectionName, [...(lacking.get(connectionName) ?? []), id]);
    }
  }
  const names = listFormat(locale, {}).format(presets.map(({ preset }) => preset.name));
  return (
    <Notice tone={lacking.size > 0 ? "warning" : "success"} announce ref={notice}>
      <p className="notice-title">{t("presetFile.added", { count: presets.length, file })}</p>
      {presets.length <= MOST_NAMED && <p>{names}</p>}
      {renamed.slice(0, MOST_NAMED).map(({ preset, nameInFile }) => (
        <p key={preset.id}>{t("presetFile.renamed", { before: nameInFile, now: preset.name })}</p>
      ))}
      {renamed.length > MOST_NAMED && (
        <p>{t("presetFile.moreRenamed", { count: renamed.length - MOST_NAMED })}</p>
      )}
      {[...lacking].map(([account, ids]) => (
        <Lacking
          key={account}
          account={account}
          ids={ids}
          connections={connections}
          // The button goes with the sentence.
          onPicked={() => notice.current?.focus()}
        />
      ))}
      <div className="notice-actions">
        <Button onPress={onDismiss}>{t("notice.read")}</Button>
      </div>
    </Notice>
  );
}

type LackingProps = { account: string; ids: string[]; connections: Connection[]; onPicked: () => void };

/** Presets whose account is not here, until another is picked for them. */
function Lacking({ account, ids, connections, onPicked }: LackingProps) {
  const { t } = useMessages();
  const platform = usePlatform();
  const { problem, attempt } = useAttempt();
  return (
    <div className="file-lacking">
      <p>{t("presetFile.lacking", { count: ids.length, account })}</p>
      {connections.length > 0 && (
        <MenuButton
          label={t("presetFile.pick")}
          choices={connections.map(({ id, name, practice, email }) => ({
            id,
            label: name,
            detail: practice ? t("connections.practice") : email,
          }))}
          onPick={(id) =>
            attempt("connect", async () => {
              await platform.connectPresets(ids, id);
              onPicked();
            })
          }
        />
      )}
      {problem && <ProblemNotice problem={problem} />}
    </div>
  );
}

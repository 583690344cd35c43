import { useEffect, useRef, useState } from "react";
import { useAppInfo, useConnectionChanged, useKeychainAsks } from "../../app/engine";
import type { OnRoute, Route } from "../../app/route";
import { Button } from "../../components/Button/Button";
import { Checkbox } from "../../components/Checkbox/Checkbox";
import { ComboBox } from "../../components/ComboBox/ComboBox";
import { Dialog } from "../../components/Dialog/Dialog";
import { Notice } from "../../components/Notice/Notice";
import { PageTitle } from "../../components/PageTitle/PageTitle";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { TextField } from "../../components/TextField/TextField";
import { contains } from "../../lib/search";
import { type MessageKey, useMessages } from "../../messages";
import {
  type Connection,
  type ConnectionDraft,
  type PasswordKeeping,
  type Problem,
  type Region,
  toProblem,
  usePlatform,
} from "../../platform";
import { fieldMessage } from "../../problems";
import "./ConnectionPage.css";

type Props = {
  /** The connection to change; null for a new one. */
  connection: Connection | null;
  next: Route;
  back: Route;
  onRoute: OnRoute;
};

/** What is entered, from top to bottom. */
const ENTRIES = ["name", "address", "companyKey", "email", "password", "instance"] as const;
type Entry = (typeof ENTRIES)[number];
type Errors = Partial<Record<Entry, MessageKey>>;

type Outcome =
  | { kind: "none" }
  | { kind: "testing" }
  | { kind: "saving" }
  | { kind: "works"; teams: number }
  | { kind: "failed"; problem: Problem; during: "test" | "save" | "remove" };

const REGIONS: Record<string, MessageKey> = { us: "region.us" };

/** The form of one connection. */
export function ConnectionPage(props: Props) {
  return props.connection?.practice ? (
    <PracticeConnection {...props} connection={props.connection} />
  ) : (
    <ConnectionForm {...props} />
  );
}

function ConnectionForm({ connection, next, back, onRoute }: Props) {
  const { t } = useMessages();
  const platform = usePlatform();
  const connectionChanged = useConnectionChanged();
  const regions = useAppInfo().value?.regions ?? [];
  const [entries, setEntries] = useState({
    name: connection?.name ?? "",
    address: connection?.address ?? "",
    companyKey: connection?.companyKey ?? "",
    email: connection?.email ?? "",
    password: "",
    instance: connection?.instance ?? "",
  });
  const [forSession, setForSession] = useState(connection?.passwordKeeping === "session");
  const [errors, setErrors] = useState<Errors>({});
  /** Whether it was to be saved when the service was asked. */
  const [wantsSaved, setWantsSaved] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>({ kind: "none" });
  const inputs = useRef<Partial<Record<Entry, HTMLInputElement | null>>>({});
  const actions = useRef<HTMLDivElement>(null);
  // What is said above the buttons moves them down: whoever pressed one still sees it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said is drawn by then.
  useEffect(() => {
    if (actions.current?.contains(document.activeElement)) {
      actions.current.scrollIntoView?.({ block: "nearest" });
    }
  }, [outcome]);
  // An answer to what was entered before says nothing about what is there now.
  const asked = useRef(0);

  const fieldProps = (entry: Entry) => ({
    value: entries[entry],
    onChange: (value: string) => change(entry, value),
    error: errors[entry] ? t(errors[entry]) : null,
    inputRef: (input: HTMLInputElement | null) => {
      inputs.current[entry] = input;
    },
  });

  function change(entry: Entry, value: string) {
    if (value === entries[entry]) {
      return;
    }
    setEntries((all) => ({ ...all, [entry]: value }));
    setErrors(({ [entry]: _, ...rest }) => rest);
    asked.current += 1;
    setOutcome({ kind: "none" });
  }

  const keeping: PasswordKeeping = forSession ? "session" : "keychain";
  const keychainAsks = useKeychainAsks();

  function draft(passwordKeeping: PasswordKeeping): ConnectionDraft {
    const { password, instance, ...rest } = entries;
    return {
      id: connection?.id ?? null,
      ...rest,
      password: password === "" ? null : password,
      instance: instance.trim() || null,
      passwordKeeping,
    };
  }

  /** Shows errors at their fields and goes to the first. Whether there were none. */
  function accept(found: Errors): boolean {
    setErrors(found);
    const first = ENTRIES.find((entry) => found[entry]);
    if (first) {
      inputs.current[first]?.focus();
    }
    return first === undefined;
  }

  function fail(rejection: unknown, during: "test" | "save") {
    const problem = toProblem(rejection);
    const found = errorsOf(problem);
    // What a field says in full needs no second telling.
    const toldAtField = !accept(found) && problem.code === "invalid_field";
    setOutcome(toldAtField ? { kind: "none" } : { kind: "failed", problem, during });
  }

  /** Whether the service is to be asked before anything is stored: a new name alone changes no account. */
  const isOtherAccount =
    entries.password !== "" ||
    !connection ||
    (["address", "companyKey", "email"] as const).some(
      (entry) => entries[entry].trim() !== connection[entry],
    );

  /** Asks the service. Gives what it said; nothing when it refused, or when the entries are others by now. */
  async function ask(): Promise<number | null> {
    setOutcome({ kind: "testing" });
    asked.current += 1;
    const question = asked.current;
    try {
      const { teams } = await platform.testConnection(draft(keeping));
      return question === asked.current ? teams : null;
    } catch (rejection) {
      if (question === asked.current) {
        fail(rejection, "test");
      }
      return null;
    }
  }

  async function test() {
    setWantsSaved(false);
    if (accept(missing(entries, { needsName: false, needsPassword: !connection }))) {
      const teams = await ask();
      if (teams !== null) {
        setOutcome({ kind: "works", teams });
      }
    }
  }

  async function save() {
    if (!accept(missing(entries, { needsName: true, needsPassword: !connection }))) {
      return;
    }
    setWantsSaved(true);
    if (!isOtherAccount || (await ask()) !== null) {
      await store(keeping);
    }
  }

  async function store(passwordKeeping: PasswordKeeping) {
    if (!accept(missing(entries, { needsName: true, needsPassword: !connection }))) {
      return;
    }
    setOutcome({ kind: "saving" });
    asked.current += 1;
    const question = asked.current;
    try {
      const saved = await platform.saveConnection(draft(passwordKeeping));
      if (question !== asked.current) {
        return;
      }
      connectionChanged(saved.id);
      onRoute(
        next.page === "connections"
          ? { ...next, note: { key: "connections.saved", name: saved.name } }
          : next,
      );
    } catch (rejection) {
      if (question === asked.current) {
        fail(rejection, "save");
      }
    }
  }

  const busy = outcome.kind === "testing" || outcome.kind === "saving";
  const refusedKeychain =
    outcome.kind === "failed" &&
    outcome.during === "save" &&
    (outcome.problem.code === "keychain_unavailable" || outcome.problem.code === "keychain_locked");

  return (
    <div className="page connection-page">
      <PageTitle>
        {connection ? t("connection.editTitle", { name: connection.name }) : t("connection.newTitle")}
      </PageTitle>
      <form
        className="connection-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) {
            void save();
          }
        }}
      >
        <TextField label={t("connection.name")} hint={t("connection.nameHint")} {...fieldProps("name")} />
        <AddressField regions={regions} {...fieldProps("address")} />
        <TextField
          label={t("connection.companyKey")}
          hint={t("connection.companyKeyHint")}
          {...fieldProps("companyKey")}
        />
        <TextField
          label={t("connection.email")}
          hint={t("connection.emailHint")}
          type="email"
          {...fieldProps("email")}
        />
        <TextField
          label={t("connection.password")}
          hint={t(connection ? "connection.passwordKeepHint" : "connection.passwordHint")}
          type="password"
          {...fieldProps("password")}
        />
        <Checkbox isSelected={forSession} onChange={setForSession}>
          {t("connection.sessionOnly")}
        </Checkbox>
        <TextField
          label={t("connection.instance")}
          hint={t("connection.instanceHint")}
          {...fieldProps("instance")}
        />
        <div className="connection-outcome">
          <p role="status" className={busy ? "soft" : "visually-hidden"}>
            {outcome.kind === "testing" && t("connection.testing")}
            {outcome.kind === "saving" && t("connection.saving")}
            {outcome.kind === "works" && t("connection.works", { count: outcome.teams })}
          </p>
          {outcome.kind === "works" && (
            <Notice tone="success">
              <p aria-hidden="true">{t("connection.works", { count: outcome.teams })}</p>
            </Notice>
          )}
          {outcome.kind === "failed" && (
            <ProblemNotice problem={outcome.problem}>
              {refusedKeychain && (
                <Button onPress={() => store("session")}>{t("connection.keepForSession")}</Button>
              )}
              {wantsSaved && outcome.during === "test" && (
                <Button onPress={() => store(keeping)}>{t("connection.saveUntested")}</Button>
              )}
            </ProblemNotice>
          )}
          {outcome.kind === "saving" && keychainAsks && (
            <Button onPress={() => store("session")}>{t("connection.keepForSession")}</Button>
          )}
        </div>
        <div className="connection-actions" ref={actions}>
          <Button
            variant="primary"
            type="submit"
            isPending={outcome.kind === "saving" || (outcome.kind === "testing" && wantsSaved)}
          >
            {t("action.save")}
          </Button>
          <Button isPending={outcome.kind === "testing" && !wantsSaved} onPress={test}>
            {t("connection.test")}
          </Button>
          <Button variant="quiet" onPress={() => onRoute(back)}>
            {t("action.back")}
          </Button>
        </div>
      </form>
      {connection && <RemoveConnection connection={connection} onRoute={onRoute} />}
    </div>
  );
}

function PracticeConnection({ connection, back, onRoute }: Props & { connection: Connection }) {
  const { t } = useMessages();
  return (
    <div className="page connection-page">
      <PageTitle>{connection.name}</PageTitle>
      <p>{t("connection.practiceAbout")}</p>
      <div className="connection-actions">
        <Button onPress={() => onRoute(back)}>{t("action.back")}</Button>
      </div>
      <RemoveConnection connection={connection} onRoute={onRoute} />
    </div>
  );
}

function RemoveConnection({ connection, onRoute }: { connection: Connection; onRoute: OnRoute }) {
  const { t } = useMessages();
  const platform = usePlatform();
  const connectionChanged = useConnectionChanged();
  const [asking, setAsking] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function remove() {
    setRemoving(true);
    setProblem(null);
    try {
      await platform.removeConnection(connection.id);
      setAsking(false);
      onRoute({ page: "connections", note: { key: "connections.removed", name: connection.name } });
      connectionChanged(connection.id);
    } catch (rejection) {
      setProblem(toProblem(rejection));
    } finally {
      setRemoving(false);
    }
  }

  return (
    <section className="connection-remove" aria-label={t("connection.removeSection")}>
      <Button onPress={() => setAsking(true)}>{t("action.remove")}</Button>
      <Dialog
        title={t("connection.removeTitle", { name: connection.name })}
        isOpen={asking}
        onClose={() => {
          setAsking(false);
          setProblem(null);
        }}
      >
        <p>{t(connection.practice ? "connection.removePractice" : "connection.removeText")}</p>
        {problem && <ProblemNotice problem={problem} />}
        <div className="dialog-actions">
          <Button autoFocus onPress={() => setAsking(false)}>
            {t("connection.removeKeep")}
          </Button>
          <Button variant="danger" isPending={removing} onPress={remove}>
            {t("connection.removeConfirm")}
          </Button>
        </div>
      </Dialog>
    </section>
  );
}

type AddressProps = {
  regions: Region[];
  value: string;
  onChange: (value: string) => void;
  error: string | null;
  inputRef: (input: HTMLInputElement | null) => void;
};

function AddressField({ regions, value, onChange, error, inputRef }: AddressProps) {
  const { t } = useMessages();
  const options = regions.map(({ code, address }) => ({
    id: address,
    label: address,
    detail: REGIONS[code] ? t(REGIONS[code]) : code,
  }));
  const isOne = options.some(({ label }) => label === value);
  return (
    <ComboBox
      label={t("connection.address")}
      hint={t("connection.addressHint")}
      error={error}
      inputRef={inputRef}
      // A finished address narrows nothing: all are offered, so that another can be picked.
      options={isOne ? options : options.filter(({ label, detail }) => contains(`${label} ${detail}`, value))}
      inputValue={value}
      onInputChange={onChange}
      selectedKey={isOne ? value : null}
      onSelectionChange={(key) => key !== null && onChange(String(key))}
      allowsCustomValue
    />
  );
}

function missing(
  entries: Record<Entry, string>,
  { needsName, needsPassword }: { needsName: boolean; needsPassword: boolean },
): Errors {
  const errors: Errors = {};
  if (needsName && entries.name.trim() === "") {
    errors.name = fieldMessage("name", "missing");
  }
  if (entries.address.trim() === "") {
    errors.address = fieldMessage("address", "missing");
  }
  if (entries.companyKey.trim() === "") {
    errors.companyKey = fieldMessage("company_key", "missing");
  }
  if (entries.email.trim() === "") {
    errors.email = fieldMessage("email", "missing");
  }
  if (needsPassword && entries.password === "") {
    errors.password = fieldMessage("password", "missing");
  }
  return errors;
}

/** At which field a problem is to be looked for. */
function errorsOf(problem: Problem): Errors {
  switch (problem.code) {
    case "invalid_field": {
      const entry = {
        name: "name",
        address: "address",
        company_key: "companyKey",
        email: "email",
        password: "password",
        instance: "instance",
      }[problem.field as string];
      return entry ? { [entry]: fieldMessage(problem.field, problem.fault) } : {};
    }
    case "sign_in_refused":
      return { password: "field.password.refused" };
    case "password_missing":
      return { password: "field.password.missing" };
    case "access_refused":
      return { companyKey: "field.companyKey.refused" };
    case "address_wrong":
    case "foreign_address":
      return { address: "field.address.wrong" };
    case "network":
      return problem.fault === "dns" ? { address: "field.address.wrong" } : {};
    default:
      return {};
  }
}

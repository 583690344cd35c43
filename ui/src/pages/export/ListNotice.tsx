import type { List } from "../../app/engine";
import { ProblemNotice } from "../../components/ProblemNotice/ProblemNotice";
import { isOfAccount } from "../../problems";

type Props = {
  list: List<unknown>;
  /** What it means here that the list did not come. */
  lead: string;
};

/**
 * Why a list did not come. When all lists of the account miss for one reason, that is told once, above them, and each says
 * only what it means for it.
 */
export function ListNotice({ list: { problem, retry }, lead }: Props) {
  if (problem === null) {
    return null;
  }
  return isOfAccount(problem) ? (
    <p className="field-hint">{lead}</p>
  ) : (
    <ProblemNotice problem={problem} lead={lead} onRetry={retry} />
  );
}

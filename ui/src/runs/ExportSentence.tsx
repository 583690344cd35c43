import { withRange } from "../lib/unbroken";
import { useMessages } from "../messages";
import type { ExportRequest, ResolvedPeriod } from "../platform";
import { rangeOf, summaryOf } from "./summary";

type Props = {
  request: ExportRequest;
  /** What a rule of it comes to. */
  resolved?: ResolvedPeriod | null;
};

/** The sentence that says what an export is. */
export function ExportSentence({ request, resolved = null }: Props) {
  const messages = useMessages();
  return withRange(
    summaryOf(request, messages, resolved),
    rangeOf(request.period, messages.locale, resolved),
  );
}

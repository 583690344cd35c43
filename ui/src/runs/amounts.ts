import { formatBytes } from "../lib/format";
import type { Messages } from "../messages";
import type { Run } from "../platform";

/** How much of the current phase is done, from 0 to 1; null when nobody knows. */
export function shareOf(run: Run): number | null {
  const { bytes, totalBytes, current, total } = run.progress;
  // More than all is no progress either: then the total was wrong, and the bar says that it knows none.
  if (isInBytes(run) && totalBytes && bytes <= totalBytes) {
    return bytes / totalBytes;
  }
  return isCounted(run) && Number(current) <= Number(total) ? Number(current) / Number(total) : null;
}

/** How much of the current phase is done, in words; null when there is nothing to say. */
export function amountOf(run: Run, { t, locale }: Messages): string | null {
  const { bytes, totalBytes, current, total } = run.progress;
  if (isInBytes(run)) {
    return totalBytes
      ? t("progress.bytesOf", { bytes: formatBytes(bytes, locale), total: formatBytes(totalBytes, locale) })
      : formatBytes(bytes, locale);
  }
  return isCounted(run) ? t("progress.itemsOf", { current, total }) : null;
}

/** A download may have no known length; making the file of it is told once it began. */
const isInBytes = ({ phase, progress }: Run) =>
  phase === "downloading" || (phase === "converting" && progress.totalBytes !== null);

const isCounted = ({ phase, progress: { current, total } }: Run) =>
  phase === "waiting" && current !== null && total !== null && total > 0;

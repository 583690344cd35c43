import { useEffect, useEffectEvent } from "react";
import { DIALOG } from "../../lib/keys";

/** Exports at Ctrl+Enter wherever the keyboard is on the page, from its first frame on; null where nothing is to export. */
export function useExportKey(onExport: (() => void) | null): void {
  const exportByKey = useEffectEvent((event: KeyboardEvent) => {
    const inDialog = event.target instanceof Element && event.target.closest(DIALOG);
    if (onExport && event.key === "Enter" && (event.ctrlKey || event.metaKey) && !inDialog) {
      event.preventDefault();
      event.stopPropagation();
      onExport();
    }
  });
  // Before the fields, which have an Enter of their own.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => exportByKey(event);
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, []);
}

/** Files of presets on their way into the app: dropped on the window, opened with the app, or picked in a dialog. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type OpenedFile, type Platform, toProblem, usePlatform } from "../platform";

/** What came of a file, until the person has read it. */
export type Outcome = OpenedFile & { id: number };

export type PresetFiles = {
  outcomes: Outcome[];
  dismiss(id: number): void;
  /** Lets the person pick a file; rejects as the command does. */
  pick(): Promise<void>;
  /** Whether a file is being dragged over the window. */
  dragging: boolean;
};

/**
 * One byte more than a file of presets can have: what is larger is read no further, and the engine says that it is
 * too large.
 */
const MOST_BYTES = 4 * 1024 * 1024 + 1;

/** Tells `onAdded` what came of files, whichever way they came. */
export function usePresetFiles(onAdded: (files: OpenedFile[]) => void): PresetFiles {
  const platform = usePlatform();
  const [outcomes, setOutcomes] = useState<Outcome[]>([]);
  const [dragging, setDragging] = useState(false);
  const count = useRef(0);
  const told = useRef(onAdded);
  told.current = onAdded;

  const add = useCallback((files: OpenedFile[]) => {
    if (files.length > 0) {
      setOutcomes(
        files.map((file) => {
          count.current += 1;
          return { ...file, id: count.current };
        }),
      );
      told.current(files);
    }
  }, []);

  useEffect(() => {
    const take = () =>
      platform.takeOpenedFiles().then(add, () => {
        // Without the engine every page says why nothing works; the files wait.
      });
    void take();
    return platform.onFilesOpened(() => void take());
  }, [platform, add]);

  useEffect(
    () =>
      onFileDrag(setDragging, async (files) => {
        const opened: OpenedFile[] = [];
        for (const file of files) {
          opened.push(await importDropped(platform, file));
        }
        add(opened);
      }),
    [platform, add],
  );
  useEffect(() => platform.onFilesDragged(setDragging), [platform]);

  const pick = useCallback(async () => {
    const file = await platform.importPresets();
    if (file) {
      add([file]);
    }
  }, [platform, add]);
  const dismiss = useCallback((id: number) => setOutcomes((all) => all.filter((one) => one.id !== id)), []);
  return { outcomes, dismiss, pick, dragging };
}

async function importDropped(platform: Platform, file: File): Promise<OpenedFile> {
  const { name } = file;
  let contents: string;
  try {
    contents = await file.slice(0, MOST_BYTES).text();
  } catch (error) {
    const technical = error instanceof Error ? error.message : String(error);
    return { name, presets: [], problem: { code: "preset_file", fault: "unopened", technical } };
  }
  try {
    return { name, presets: await platform.importDroppedPresets(contents), problem: null };
  } catch (rejection) {
    return { name, presets: [], problem: toProblem(rejection) };
  }
}

/**
 * Watches files that are dragged over the window. Each drop is taken here, because a webview would go and show the
 * file in the app's place.
 */
function onFileDrag(setDragging: (is: boolean) => void, onDrop: (files: File[]) => void): () => void {
  /** How many elements the pointer has entered and not left. */
  let depth = 0;
  const set = (now: number) => {
    depth = now;
    setDragging(now > 0);
  };
  const withFiles = (act: (event: DragEvent) => void) => (event: DragEvent) => {
    if (event.dataTransfer?.types.includes("Files")) {
      act(event);
    }
  };
  const listeners = {
    dragenter: withFiles(() => set(depth + 1)),
    dragleave: withFiles(() => set(Math.max(0, depth - 1))),
    dragover: withFiles((event) => {
      event.preventDefault();
      if (event.dataTransfer) {
        event.dataTransfer.dropEffect = "copy";
      }
    }),
    drop: withFiles((event) => {
      event.preventDefault();
      set(0);
      onDrop([...(event.dataTransfer?.files ?? [])]);
    }),
  };
  const entries = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][];
  for (const [name, listener] of entries) {
    window.addEventListener(name, listener);
  }
  return () => {
    for (const [name, listener] of entries) {
      window.removeEventListener(name, listener);
    }
  };
}

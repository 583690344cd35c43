/** Whether this is a Mac, whose keys have other names. */
export const isAppleDevice = (): boolean => /mac/i.test(navigator.platform);

/** The key that goes on to the next part of a page; with Shift, back to the one before. */
export const NEXT_PART = "F6";

/** A dialog, in which the keys of the page mean nothing. */
export const DIALOG = "[role=dialog], [role=alertdialog]";

const WRITING = /^(.|Backspace|Delete|Shift|Control|Alt|Meta|AltGraph|CapsLock|Process|Dead|Unidentified)$/u;

/** Whether a key writes into a line, or only goes with one that does: all others mean what is there. */
export const writes = ({ key }: { key: string }): boolean => WRITING.test(key);

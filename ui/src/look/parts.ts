/** The parts of a saved file that were asked for, in squares of rows and columns. Only the latest ones are kept. */
import type { PreviewPart, PreviewRows, Problem } from "../platform";
import { toProblem } from "../platform";

/** A value as it is shown: null when there is none, `undefined` while it is not there yet. */
export type Shown = { text: string | null; cut: boolean } | undefined;

const ROWS = 100;
const COLUMNS = 20;
/** Squares that are kept: some megabytes at most. */
const KEPT = 60;

type Square = { answer: PreviewRows | null; cut: Set<string> };

export class Parts {
  private readonly squares = new Map<string, Square>();
  private readonly listeners = new Set<() => void>();
  private changes = 0;
  /** Why the last part did not come. */
  problem: Problem | null = null;

  constructor(private readonly ask: (part: PreviewPart) => Promise<PreviewRows>) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Another number whenever there is something new to show. */
  version = (): number => this.changes;

  /** Asks for what is not there yet of these rows and columns, the ends excluded. */
  want(rows: [number, number], columns: [number, number]): void {
    for (let row = Math.floor(rows[0] / ROWS); row * ROWS < rows[1]; row += 1) {
      for (let column = Math.floor(columns[0] / COLUMNS); column * COLUMNS < columns[1]; column += 1) {
        this.wantSquare(row, column);
      }
    }
  }

  at(row: number, column: number): Shown {
    const square = this.squares.get(keyOf(Math.floor(row / ROWS), Math.floor(column / COLUMNS)));
    if (!square?.answer) {
      return undefined;
    }
    const [down, right] = [row % ROWS, column % COLUMNS];
    return { text: square.answer.rows[down]?.[right] ?? null, cut: square.cut.has(`${down},${right}`) };
  }

  /** Asks again for what did not come. */
  retry(): void {
    this.problem = null;
    this.tell();
  }

  private wantSquare(row: number, column: number): void {
    const key = keyOf(row, column);
    const known = this.squares.get(key);
    if (known) {
      // The latest used one goes last.
      this.squares.delete(key);
      this.squares.set(key, known);
      return;
    }
    const square: Square = { answer: null, cut: new Set() };
    this.squares.set(key, square);
    for (const oldest of this.squares.keys()) {
      if (this.squares.size <= KEPT) {
        break;
      }
      this.squares.delete(oldest);
    }
    const part = { from: row * ROWS, most: ROWS, firstColumn: column * COLUMNS, columns: COLUMNS };
    this.ask(part).then(
      (answer) => {
        square.answer = answer;
        square.cut = new Set(answer.cut.map(([down, right]) => `${down},${right}`));
        this.tell();
      },
      (rejection) => {
        this.squares.delete(key);
        this.problem = toProblem(rejection);
        this.tell();
      },
    );
  }

  private tell(): void {
    this.changes += 1;
    for (const listener of this.listeners) {
      listener();
    }
  }
}

const keyOf = (row: number, column: number) => `${row}:${column}`;

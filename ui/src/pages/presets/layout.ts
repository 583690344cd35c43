import type { ContextType } from "react";
import type { Key } from "react-aria-components";
import type { ListStateContext } from "react-aria-components/ListBox";
import { ListLayout } from "react-aria-components/Virtualizer";
import type { Preset } from "../../platform";

type State = NonNullable<ContextType<typeof ListStateContext>>;
type Row = NonNullable<ReturnType<State["collection"]["getItem"]>>;
type Rect = Parameters<ListLayout<Preset>["getVisibleLayoutInfos"]>[0];
type Size = Parameters<ListLayout<Preset>["updateItemSize"]>[1];

/**
 * A list whose rows are taken to be as high as others of their kind turned out to be. Each row that is not as high as it
 * was taken to be has all below it drawn again.
 */
export class PresetLayout extends ListLayout<Preset> {
  readonly #heights = new Map<string, number>();
  /** Whether nothing is drawn around what is in sight, so that a long way is answered sooner. */
  isOnlyInSight = false;

  override getVisibleLayoutInfos(rect: Rect) {
    const sight = this.virtualizer?.visibleRect;
    return super.getVisibleLayoutInfos(this.isOnlyInSight && sight ? rect.intersection(sight) : rect);
  }

  protected override buildItem(node: Row, x: number, y: number) {
    const usual = this.estimatedRowSize;
    this.estimatedRowSize = this.#heights.get(kindOf(node.value)) ?? usual;
    const built = super.buildItem(node, x, y);
    this.estimatedRowSize = usual;
    return built;
  }

  override updateItemSize(key: Key, size: Size): boolean {
    const preset = this.collection.getItem(key)?.value;
    if (preset) {
      this.#heights.set(kindOf(preset), size.height);
    }
    return super.updateItemSize(key, size);
  }
}

/** What its number of lines depends on, mostly. */
function kindOf({ description, tag, lastRun, export: request }: Preset): string {
  const { period, report, locale, teamIds, agentIds, columns, file } = request;
  return [
    Math.ceil(description.length / 40),
    tag === "" || lastRun === null,
    report,
    period.kind === "rule" ? period.rule.name : period.kind,
    locale,
    teamIds.length > 0 || agentIds.length > 0,
    columns.length > 0,
    file.format,
  ].join();
}

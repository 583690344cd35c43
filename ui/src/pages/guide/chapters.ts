/** The guide: the page shows it, and docs/guide is written from it. What it names it calls as the window does. */
import type { Messages } from "../../messages";

export type Chapter = {
  title: string;
  /** What is done one after another, or what there is to know. */
  kind: "steps" | "points";
  texts: string[];
  /** The picture in docs/guide/images that shows it, without its ending. */
  picture: string;
};

export function chaptersOf({ t }: Pick<Messages, "t">): Chapter[] {
  return [
    {
      title: t("guide.first"),
      kind: "steps",
      texts: [
        t("guide.first.connect", { connect: t("firstStart.connect"), practice: t("firstStart.practice") }),
        t("guide.first.pick"),
        t("guide.first.export", { export: t("action.export") }),
        t("guide.first.wait", { ready: t("saved.title"), open: t("action.open") }),
      ],
      picture: "export",
    },
    {
      title: t("guide.look"),
      kind: "points",
      texts: [
        t("guide.look.open", {
          look: t("action.lookInside"),
          rows: t("look.rows"),
          columns: t("look.columns"),
          times: t("look.times"),
        }),
        t("guide.look.later"),
      ],
      picture: "look-times",
    },
    {
      title: t("guide.preset"),
      kind: "steps",
      texts: [
        t("guide.preset.rule", {
          period: t("period.label"),
          rule: t("period.choice", { name: "previous_month", days: 30 }),
        }),
        t("guide.preset.save", { saveAs: t("preset.saveAs") }),
        t("guide.preset.place", { folder: t("preset.folder") }),
      ],
      picture: "preset",
    },
    {
      title: t("guide.month"),
      kind: "steps",
      texts: [
        t("guide.month.run", { run: t("presets.run") }),
        t("guide.month.end"),
        t("guide.month.share", { exportAll: t("presets.exportAll") }),
      ],
      picture: "presets",
    },
    {
      title: t("guide.trouble"),
      kind: "points",
      texts: [
        t("guide.trouble.read"),
        t("guide.trouble.signIn", { signIn: t("action.signIn"), tryAgain: t("action.tryAgain") }),
        t("guide.trouble.keychain", { session: t("connection.keepForSession") }),
        t("guide.trouble.doubt", { find: t("find.button") }),
        t("guide.trouble.columns"),
        t("guide.trouble.support", { copy: t("activity.copy") }),
      ],
      picture: "run-doubtful",
    },
  ];
}

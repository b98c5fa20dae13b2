import { redirect } from "next/navigation";
import type { ComponentProps, ReactNode } from "react";
import { Sheet } from "#components/ui/dialog/sheet";
import type { Viewer } from "#lib/sessions/session";
import { loadNewRule, loadRule } from "./draft/load-rule.ts";
import { PartOfThreshold } from "./draft/part-of-threshold.tsx";
import { loadPreview, loadReview } from "./draft/review/load-review.ts";
import { ReplayPanel } from "./draft/review/replay-panel.tsx";
import { Review } from "./draft/review/review.tsx";
import { RuleForm, ThresholdForm } from "./forms-later.tsx";
import { loadThreshold } from "./thresholds/load-threshold.ts";
import { ChooseThreshold } from "./thresholds/new/choose-threshold.tsx";
import { loadNewThreshold } from "./thresholds/new/new-threshold.ts";
import { RelatedRules } from "./thresholds/related-rules.tsx";

interface Props {
  viewer: Viewer;
  /** A page under /policy: `thresholds/refund`. */
  sheet: string;
  query: Record<string, string | undefined>;
}

/** The URL's page as a sheet. No sheet for objects that the draft doesn't have. */
export async function PolicySheet(props: Props) {
  const opened = await openSheet(props);
  if (opened === null) return null;
  // Publishing and discarding lead here too: the sheet is then over.
  if (!opened) redirect("/policy");
  const { key = opened.returnTo, content, ...head } = opened;
  return (
    <Sheet key={key} closeHref="/policy" isWide {...head}>
      {content}
    </Sheet>
  );
}

interface Opened extends Pick<ComponentProps<typeof Sheet>, "title" | "description"> {
  /** Default: as `returnTo`. */
  key?: string;
  returnTo: string;
  content: ReactNode;
}

/** Null for an unknown page, undefined for a missing object. */
async function openSheet({ viewer, sheet, query }: Props): Promise<Opened | null | undefined> {
  if (sheet === "draft/review") {
    const review = await loadReview(viewer);
    return review && { title: review.title, returnTo: "review", content: <Review review={review} /> };
  }
  if (sheet === "draft/preview") {
    const preview = await loadPreview(viewer);
    const content = preview && <ReplayPanel {...preview} isAlone />;
    return content && { title: "Impact preview", returnTo: "preview", content };
  }
  if (sheet === "draft/rules/new") return newRule(viewer);
  if (sheet === "thresholds/new") return newThreshold(viewer, query);
  const [, kind, id = ""] = /^(thresholds|draft\/rules)\/([a-z0-9_-]{1,64})$/.exec(sheet) ?? [];
  if (kind === undefined) return null;
  if (kind === "draft/rules") return editedRule(viewer, id);
  const threshold = await loadThreshold(viewer, id);
  return threshold && thresholdSheet(threshold, `edit-${id}`);
}

async function editedRule(viewer: Viewer, id: string): Promise<Opened | undefined> {
  const loaded = await loadRule(viewer, id);
  return (
    loaded && {
      title: "Edit rule",
      description: "Changes are saved to the draft and go live when you publish.",
      returnTo: `edit-${id}`,
      content: (
        <>
          <PartOfThreshold thresholdId={loaded.thresholdId} />
          <RuleForm {...loaded.form} isNew={false} isSheet />
        </>
      ),
    }
  );
}

async function newRule(viewer: Viewer): Promise<Opened> {
  return {
    title: "New rule",
    description: "Added to the draft. Nothing changes until you publish.",
    returnTo: "new-rule",
    content: <RuleForm {...(await loadNewRule(viewer))} isNew isSheet />,
  };
}

/** First the subject of the threshold, then its editor. */
async function newThreshold(viewer: Viewer, query: Props["query"]): Promise<Opened> {
  const loaded = await loadNewThreshold(viewer, query);
  if (loaded.isChosen) return thresholdSheet(loaded, "new-threshold");
  const { catalog, action, fault } = loaded;
  return {
    key: "choose-threshold",
    title: "New threshold",
    description: "Set different outcomes for different amounts.",
    returnTo: "new-threshold",
    content: <ChooseThreshold catalog={catalog} action={action} fault={fault} />,
  };
}

type LoadedThreshold = NonNullable<Awaited<ReturnType<typeof loadThreshold>>>;

function thresholdSheet({ title, description, form, related }: LoadedThreshold, returnTo: string): Opened {
  const content = (
    <>
      <ThresholdForm {...form} isSheet />
      <RelatedRules {...related} />
    </>
  );
  return { title, description, returnTo, content };
}

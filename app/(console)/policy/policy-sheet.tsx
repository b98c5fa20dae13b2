import { redirect } from "next/navigation";
import type { ReactNode } from "react";
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
  /** The query of the policy's page. */
  query: Record<string, string | undefined>;
}

const closed = { closeHref: "/policy", isWide: true };

/** The URL's page as a sheet. No sheet for objects that the draft doesn't have. */
export function PolicySheet({ viewer, sheet, query }: Props) {
  if (sheet === "draft/review")
    return (
      <DraftSheet
        key="review"
        id="review"
        load={loadReview(viewer)}
        show={(review) => ({ title: review.title, content: <Review review={review} /> })}
      />
    );
  if (sheet === "draft/preview")
    return (
      <DraftSheet
        key="preview"
        id="preview"
        load={loadPreview(viewer)}
        show={(preview) => ({ title: "Impact preview", content: <ReplayPanel {...preview} isAlone /> })}
      />
    );
  if (sheet === "draft/rules/new") return <NewRuleSheet viewer={viewer} />;
  if (sheet === "thresholds/new") return <NewThresholdSheet viewer={viewer} query={query} />;
  const [, kind, id = ""] = /^(thresholds|draft\/rules)\/([a-z0-9_-]{1,64})$/.exec(sheet) ?? [];
  if (kind === "thresholds") return <ThresholdSheet viewer={viewer} id={id} />;
  return kind ? <RuleSheet viewer={viewer} id={id} /> : null;
}

async function ThresholdSheet({ viewer, id }: { viewer: Viewer; id: string }) {
  const loaded = await loadThreshold(viewer, id);
  if (!loaded) redirect(closed.closeHref);
  const { title, description, form, related } = loaded;
  return (
    <Sheet key={id} title={title} description={description} returnTo={`edit-${id}`} {...closed}>
      <ThresholdForm {...form} isSheet />
      <RelatedRules {...related} />
    </Sheet>
  );
}

async function RuleSheet({ viewer, id }: { viewer: Viewer; id: string }) {
  const loaded = await loadRule(viewer, id);
  if (!loaded) redirect(closed.closeHref);
  return (
    <Sheet
      key={id}
      title="Edit rule"
      description="Changes are saved to the draft and go live when you publish."
      returnTo={`edit-${id}`}
      {...closed}
    >
      <PartOfThreshold thresholdId={loaded.thresholdId} />
      <RuleForm {...loaded.form} isNew={false} isSheet />
    </Sheet>
  );
}

/** A sheet about the whole draft. */
async function DraftSheet<Loaded>(props: {
  id: "review" | "preview";
  load: Promise<Loaded | undefined>;
  show: (loaded: Loaded) => { title: string; content: ReactNode };
}) {
  const loaded = await props.load;
  // Publishing and discarding lead here too: the sheet is then over.
  if (!loaded) redirect(closed.closeHref);
  const { title, content } = props.show(loaded);
  return (
    <Sheet key={props.id} title={title} returnTo={props.id} {...closed}>
      {content}
    </Sheet>
  );
}

async function NewRuleSheet({ viewer }: { viewer: Viewer }) {
  const form = await loadNewRule(viewer);
  return (
    <Sheet
      key="new-rule"
      title="New rule"
      description="Added to the draft. Nothing changes until you publish."
      returnTo="new-rule"
      {...closed}
    >
      <RuleForm {...form} isNew isSheet />
    </Sheet>
  );
}

/** First the subject of the threshold, then its editor. */
async function NewThresholdSheet(props: {
  viewer: Viewer;
  /** The subject, once it is chosen. */
  query: Record<string, string | undefined>;
}) {
  const loaded = await loadNewThreshold(props.viewer, props.query);
  if (!loaded.isChosen) {
    const { catalog, action, fault } = loaded;
    return (
      <Sheet
        key="choose-threshold"
        title="New threshold"
        description="Set different outcomes for different amounts."
        returnTo="new-threshold"
        {...closed}
      >
        <ChooseThreshold catalog={catalog} action={action} fault={fault} />
      </Sheet>
    );
  }
  const { title, description, form, related } = loaded;
  return (
    <Sheet key="new-threshold" title={title} description={description} returnTo="new-threshold" {...closed}>
      <ThresholdForm {...form} isSheet />
      <RelatedRules {...related} />
    </Sheet>
  );
}

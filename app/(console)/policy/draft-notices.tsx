import type { Draft } from "#lib/policy/drafts/draft";
import { BrokenThresholds } from "./draft/broken-thresholds.tsx";
import { OutdatedDraft } from "./draft/outdated-draft.tsx";
import { UncappedAllows } from "./draft/uncapped-allows.tsx";
import { UndrawnThresholds } from "./draft/undrawn-thresholds.tsx";
import type { PolicyWords } from "./threshold-view.ts";

/** What an admin has to know before they edit or publish the draft. */
export function DraftNotices(props: {
  draft: Draft;
  count: number;
  versionInForce: number;
  words: PolicyWords;
}) {
  const { draft, count, versionInForce, words } = props;
  return (
    <>
      {draft.baseVersion < versionInForce && count > 0 ? (
        <OutdatedDraft made={draft.baseVersion} inForce={versionInForce} />
      ) : null}
      <BrokenThresholds rules={draft.rules} />
      <UncappedAllows draft={draft} />
      <UndrawnThresholds rules={draft.rules} revision={draft.revision} words={words} />
    </>
  );
}

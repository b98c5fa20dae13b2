import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { PageHeader } from "#components/ui/page-header";
import { readDraft } from "#lib/policy/drafts/draft";
import { defaults, type Rule } from "#lib/policy/language/rule";
import { policyWords } from "../../../policy-view.ts";
import { RuleForm } from "../../rule-form.tsx";
import { scopeChoices } from "../../scope-choices.ts";

export const metadata: Metadata = { title: "New rule" };

const blank: Rule = {
  ...defaults,
  id: "new",
  title: "",
  outcome: "step_up",
  actions: [],
  conditions: [],
  enabled: true,
};

export default async function NewRulePage() {
  const viewer = await requireViewer("admin");
  const draft = await readDraft(runtime().db);
  const words = await policyWords(viewer, draft);
  return (
    <>
      <PageHeader
        title="New rule"
        back={{ href: "/policy", label: "Policy" }}
        description="Added to the draft. Nothing changes until you publish."
      />
      <RuleForm
        rule={blank}
        isNew
        usesMore={false}
        revision={draft.revision}
        choices={await scopeChoices(viewer, words, blank)}
      />
    </>
  );
}

import { actionTypeRemoval, actionTypeSaving } from "../policy/actions/action-type-acts.ts";
import {
  defaultOutcomeChange,
  draftDiscarding,
  ruleEnforcing,
  ruleRemoval,
  ruleRestoring,
  ruleSaving,
  unclassifiedChange,
  versionRestoring,
} from "../policy/draft/draft-acts.ts";
import { publication } from "../policy/draft/review/publication.ts";
import { automaticReplay, replayCancelling, replayStart } from "../policy/draft/review/replay-acts.ts";
import { importing, importPreview } from "../policy/import/import-acts.ts";
import {
  thresholdDrawing,
  thresholdRemoval,
  thresholdRestoring,
  thresholdSaving,
} from "../policy/thresholds/threshold-acts.ts";
import { trial } from "../policy/try/trial.ts";

/** The acts on the policy and its draft. */
export const policyActs = [
  ruleSaving,
  ruleRemoval,
  ruleRestoring,
  ruleEnforcing,
  defaultOutcomeChange,
  unclassifiedChange,
  versionRestoring,
  draftDiscarding,
  actionTypeSaving,
  actionTypeRemoval,
  thresholdSaving,
  thresholdRemoval,
  thresholdRestoring,
  thresholdDrawing,
  importPreview,
  importing,
  trial,
  replayStart,
  automaticReplay,
  replayCancelling,
  publication,
] as const;

"use client";

import type { ComponentProps } from "react";
import { loadLater, Unloaded } from "#components/ui/after-load";

// Without a Suspense boundary of their own: the page stays as it is until the form has loaded, and a
// sheet opens complete.
const LoadedRuleForm = loadLater(async () => (await import("./draft/rule-form.tsx")).RuleForm, Unloaded);
const LoadedThresholdForm = loadLater(
  async () => (await import("./thresholds/threshold-form.tsx")).ThresholdForm,
  Unloaded,
);

/** The form of a rule. The script loads when the form is shown, not with every page of the policy. */
export function RuleForm(props: ComponentProps<typeof LoadedRuleForm>) {
  return <LoadedRuleForm {...props} />;
}

/** The form of a threshold, loaded as the form of a rule. */
export function ThresholdForm(props: ComponentProps<typeof LoadedThresholdForm>) {
  return <LoadedThresholdForm {...props} />;
}

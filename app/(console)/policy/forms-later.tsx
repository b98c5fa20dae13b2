"use client";

import { type ComponentProps, lazy } from "react";

// Without a Suspense boundary of their own: the page stays as it is until the form has loaded, and a
// sheet opens complete.
const LoadedRuleForm = lazy(async () => ({ default: (await import("./draft/rule-form.tsx")).RuleForm }));
const LoadedThresholdForm = lazy(async () => ({
  default: (await import("./thresholds/threshold-form.tsx")).ThresholdForm,
}));

/** The form of a rule. Its script loads when it is shown, and not with every page of the policy. */
export function RuleForm(props: ComponentProps<typeof LoadedRuleForm>) {
  return <LoadedRuleForm {...props} />;
}

/** The form of a threshold. Its script loads when it is shown, and not with every page of the policy. */
export function ThresholdForm(props: ComponentProps<typeof LoadedThresholdForm>) {
  return <LoadedThresholdForm {...props} />;
}

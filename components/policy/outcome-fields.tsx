"use client";

import type { Outcome, Rule } from "#lib/policy/rule";
import { Radio } from "../ui/checkbox.tsx";
import { Field, Fieldset } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import { LifeSelect } from "./life-select.tsx";

const choices: { outcome: Outcome; label: string; hint: string }[] = [
  { outcome: "allow", label: "Runs by itself", hint: "The agent gets its grant at once." },
  { outcome: "step_up", label: "Needs approval", hint: "The request waits for people, each with a passkey." },
  { outcome: "block", label: "Never runs", hint: "The request is refused. Wins over every other rule." },
];

const requestLives: [number, string][] = [
  [300, "5 minutes"],
  [900, "15 minutes"],
  [1800, "30 minutes"],
  [3600, "1 hour"],
  [14_400, "4 hours"],
  [28_800, "8 hours"],
  [86_400, "1 day"],
  [259_200, "3 days"],
  [604_800, "7 days"],
];

const grantLives: [number, string][] = [
  [30, "30 seconds"],
  [60, "1 minute"],
  [120, "2 minutes"],
  [300, "5 minutes"],
  [600, "10 minutes"],
  [900, "15 minutes"],
];

/** What the rule does, and the numbers that go with it. */
export function OutcomeFields(props: {
  rule: Rule;
  outcome: Outcome;
  onOutcome: (outcome: Outcome) => void;
  errorOf: (field: string) => string | undefined;
}) {
  const { rule, outcome, errorOf } = props;
  return (
    <div className="grid gap-4">
      <Fieldset legend="What happens" error={errorOf("outcome")}>
        {choices.map((choice) => (
          <Radio
            key={choice.outcome}
            name="outcome"
            value={choice.outcome}
            label={choice.label}
            hint={choice.hint}
            checked={outcome === choice.outcome}
            onChange={() => props.onOutcome(choice.outcome)}
          />
        ))}
      </Fieldset>
      <div
        hidden={outcome === "block"}
        className={outcome === "block" ? "" : "grid items-start gap-4 sm:grid-cols-3"}
      >
        <div hidden={outcome !== "step_up"}>
          <Field label="Approvals" hint="By different people." error={errorOf("approvals")}>
            <Select name="approvals" defaultValue={rule.approvals}>
              {[1, 2, 3, 4, 5].map((count) => (
                <option key={count}>{count}</option>
              ))}
            </Select>
          </Field>
        </div>
        <div hidden={outcome !== "step_up"}>
          <LifeSelect
            label="A request waits"
            name="requestTtlSeconds"
            hint="Then it expires."
            choices={requestLives}
            seconds={rule.requestTtlSeconds}
            error={errorOf("requestTtlSeconds")}
          />
        </div>
        <LifeSelect
          label="Its grant lives"
          name="grantTtlSeconds"
          hint="The agent redeems it within this time."
          choices={grantLives}
          seconds={rule.grantTtlSeconds}
          error={errorOf("grantTtlSeconds")}
        />
      </div>
    </div>
  );
}

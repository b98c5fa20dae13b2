"use client";

import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { ApprovalFields } from "./approval-fields.tsx";
import type { LadderBandProps } from "./ladder-band.tsx";
import { LifeSelect } from "./life-select.tsx";
import { grantLives, requestLives } from "./lives.ts";

/** Who approves in a band, how long its requests and grants live, its words. */
export default function BandFields(props: LadderBandProps) {
  const { band, onChange, errorOf, groups } = props;
  return (
    <div className="mt-2 grid gap-4">
      {band.outcome === "step_up" ? (
        <ApprovalFields
          value={band}
          onChange={onChange}
          groups={groups}
          hasCountElsewhere
          errorOf={errorOf}
        />
      ) : null}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {band.outcome === "step_up" ? (
          <LifeSelect
            label="A request waits"
            hint="Then it expires."
            choices={requestLives}
            seconds={band.requestTtlSeconds}
            onChange={(requestTtlSeconds) => onChange({ requestTtlSeconds })}
            error={errorOf("requestTtlSeconds")}
          />
        ) : null}
        {band.outcome === "block" ? null : (
          <LifeSelect
            label="Its grant lives"
            hint="The agent redeems it within this time."
            choices={grantLives}
            seconds={band.grantTtlSeconds}
            onChange={(grantTtlSeconds) => onChange({ grantTtlSeconds })}
            error={errorOf("grantTtlSeconds")}
          />
        )}
      </div>
      <Field
        label="Title"
        optional
        hint={`Approvers read it. Left empty: “${props.madeTitle}”. It is emptied when the band changes.`}
        error={errorOf("title")}
      >
        <Input
          maxLength={120}
          autoComplete="off"
          value={band.title}
          onChange={({ target }) => onChange({ title: target.value })}
        />
      </Field>
    </div>
  );
}

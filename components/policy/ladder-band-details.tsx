"use client";

import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { Input } from "../ui/input.tsx";
import { ApprovalFields } from "./approval-fields.tsx";
import type { LadderBandProps } from "./ladder-band.tsx";
import { LifeSelect } from "./life-select.tsx";
import { grantLives, requestLives } from "./lives.ts";

const detailFields = ["approvers", "approvers.group", "escalateAfterSeconds", "title", "requestTtlSeconds"];

/** What of a band most people leave as it is: who approves, how long requests and grants live, its words. */
export function BandDetails(props: LadderBandProps) {
  const { band, onChange, errorOf, groups } = props;
  if (band.outcome === "none") return null;
  const isFaulty = [...detailFields, "grantTtlSeconds"].some((field) => errorOf(field) !== undefined);
  return (
    <details className="group mt-2 min-w-0" open={isFaulty || undefined}>
      <summary className="-ml-1 inline-flex min-h-11 w-fit cursor-pointer items-center gap-1 rounded-sm pr-2 text-muted-foreground text-sm hover:text-foreground md:min-h-8">
        <Icon name="chevron-down" className="-rotate-90 transition-transform group-open:rotate-0" />
        <span className="[overflow-wrap:anywhere]">{detailsWords(props)}</span>
      </summary>
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
    </details>
  );
}

function detailsWords({ band, groups, madeTitle }: LadderBandProps): string {
  const { outcome, approvers, requestTtlSeconds, grantTtlSeconds } = band;
  if (outcome === "block") return `“${band.title || madeTitle}”`;
  if (outcome === "allow") return `Its grant lives ${livesFor(grantLives, grantTtlSeconds)}`;
  const group =
    approvers && "group" in approvers ? groups.find(({ id }) => id === approvers.group) : undefined;
  const who = {
    owner_or_backups: "the owner or backups",
    owner: "the owner alone",
    owner_and_group: `the owner and ${group?.name ?? "a group"}`,
    group: group?.name ?? "a group",
  }[approvers?.kind ?? "owner_or_backups"];
  return `By ${who}, within ${livesFor(requestLives, requestTtlSeconds)}`;
}

function livesFor(lives: [number, string][], seconds: number): string {
  return lives.find(([each]) => each === seconds)?.[1] ?? `${seconds} seconds`;
}

"use client";

import { act } from "#app/(console)/acts/act";
import { HeldToolsSelect } from "#components/boundaries/held-tools-select";
import { Field } from "#components/forms/field";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { ContentCard } from "#components/ui/card";

export function HeldToolsSetting(props: { boundaryId: string; heldTools: "block" | "step_up" }) {
  const form = useConfirmedAction(act("boundary/held-tools"));
  return (
    <ContentCard aria-labelledby="held-tools-setting" title="Calls to held tools">
      <ConfirmedForm form={form} submit="Change…" fields={{ boundaryId: props.boundaryId }}>
        <Field
          label="Until you accept a tool"
          hint="A tool is held while it's new or changed and no admin accepted it."
        >
          <HeldToolsSelect name="heldTools" defaultValue={props.heldTools} />
        </Field>
      </ConfirmedForm>
    </ContentCard>
  );
}

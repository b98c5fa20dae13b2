"use client";

import { useState } from "react";
import { Field } from "#components/forms/field";
import { JsonTextarea } from "#components/forms/textarea";
import { AfterLoad, loadLater } from "#components/ui/after-load";
import type { Sample } from "./descriptor-preview.tsx";

const DescriptorPreview = loadLater(async () => (await import("./descriptor-preview.tsx")).DescriptorPreview);

export function DescriptorField(props: { type: string; descriptor: string; samples: Sample[] }) {
  const [text, setText] = useState(props.descriptor);
  return (
    <div>
      <Field
        label="Descriptor"
        optional
        hint="How approvers see the action, as JSON. Without one, they see the raw parameters."
      >
        <JsonTextarea
          name="descriptor"
          value={text}
          onChange={(event) => setText(event.target.value)}
          rows={12}
        />
      </Field>
      <AfterLoad>
        <DescriptorPreview text={text} type={props.type} samples={props.samples} />
      </AfterLoad>
    </div>
  );
}

"use client";

import { useState } from "react";
import { Field } from "#components/forms/field";
import { JsonTextarea } from "#components/forms/json-textarea";
import { DescriptorPreview, type Sample } from "./descriptor-preview.tsx";

/** The descriptor of an action type as JSON, and how it shows recent requests. */
export function DescriptorField(props: {
  type: string;
  descriptor: string;
  samples: Sample[];
  error: string | undefined;
}) {
  const [text, setText] = useState(props.descriptor);
  return (
    <div>
      <Field
        label="Descriptor"
        optional
        hint="How approvers see the action, as JSON. Without one, they see the raw parameters."
        error={props.error}
      >
        <JsonTextarea
          name="descriptor"
          value={text}
          onChange={(event) => setText(event.target.value)}
          rows={12}
        />
      </Field>
      <DescriptorPreview text={text} type={props.type} samples={props.samples} />
    </div>
  );
}

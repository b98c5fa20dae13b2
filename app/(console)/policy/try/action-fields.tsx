"use client";

import { useState } from "react";
import { Field, InputField } from "#components/forms/field";
import { JsonTextarea } from "#components/forms/textarea";

/** An action type of the catalog, with example parameters as JSON. */
export interface TypeChoice {
  type: string;
  title: string;
  example: string;
}

/** Choosing a type fills in an example, unless the admin has edited the parameters. */
export function ActionFields({ types }: { types: TypeChoice[] }) {
  const [first] = types;
  const [params, setParams] = useState(first?.example ?? "{}");
  function chooseType(type: string) {
    const example = types.find((entry) => entry.type === type)?.example;
    if (example !== undefined && types.some((entry) => entry.example === params)) setParams(example);
  }
  return (
    <>
      <InputField
        label="Action type"
        hint="Also types that aren't defined yet"
        name="type"
        list="types"
        defaultValue={first?.type}
        onChange={(event) => chooseType(event.target.value)}
        maxLength={100}
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <datalist id="types">
        {types.map(({ type, title }) => (
          <option key={type} value={type}>
            {title}
          </option>
        ))}
      </datalist>
      <Field label="Parameters" hint="JSON, as the agent would send it.">
        <JsonTextarea
          name="params"
          rows={6}
          value={params}
          onChange={({ target }) => setParams(target.value)}
          required
        />
      </Field>
    </>
  );
}

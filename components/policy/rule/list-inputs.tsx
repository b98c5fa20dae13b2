import { type ChangeEvent, useState } from "react";
import { SelectField, TextField } from "#components/forms/controlled-field";
import { Field, Input } from "#components/forms/field";
import type { ValueList } from "#lib/policy/language/lists";
import { linesOf } from "./condition-draft.ts";
import { csvValues } from "./csv-values.ts";
import type { ConditionInputsProps } from "./range-inputs.tsx";

/** The name and the values of a condition's list: one of the draft's lists, or a new one. */
export function ListInputs({ draft, lists, onChange, errorOf }: ConditionInputsProps) {
  const known = lists.find(({ name }) => name === draft.list);
  const choose = (name: string) => {
    const values = lists.find((list) => list.name === name)?.values ?? [];
    onChange({ list: name, value: values.join("\n") });
  };
  return (
    <>
      {lists.length > 0 ? (
        <SelectField
          label="List"
          error={known && errorOf("list")}
          options={optionsOf(lists)}
          value={known?.name ?? ""}
          onChange={choose}
        />
      ) : null}
      {known ? null : (
        <TextField
          label="List name"
          error={errorOf("list")}
          autoComplete="off"
          maxLength={60}
          value={draft.list}
          onChange={(list) => onChange({ list })}
        />
      )}
      <CsvField
        param={draft.param}
        onValues={(values) =>
          onChange({ value: [...new Set([...linesOf(draft.value), ...values])].join("\n") })
        }
      />
      <TextField
        label="Values"
        className="sm:col-span-2"
        hint="One per line, up to 1,000. Every rule that uses this list gets the same values."
        error={errorOf("values")}
        rows={6}
        spellCheck={false}
        value={draft.value}
        onChange={(value) => onChange({ value })}
      />
    </>
  );
}

function optionsOf(lists: ValueList[]): Record<string, string> {
  return { "": "New list", ...Object.fromEntries(lists.map(({ name }) => [name, name])) };
}

/** Reads a CSV file in the browser. The values are seen in their field before they are saved. */
function CsvField({ param, onValues }: { param: string; onValues: (values: string[]) => void }) {
  const [error, setError] = useState<string>();
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    const found = file && csvValues(await file.text(), param);
    const fault = found?.faultyLine;
    setError(fault ? `Line ${fault} of the file isn't valid CSV. No values were added.` : undefined);
    if (found?.values) onValues(found.values);
  };
  return (
    <Field label="Import CSV" optional hint="Adds the values in the first column." error={error}>
      <Input type="file" accept="text/csv,.csv" onChange={read} />
    </Field>
  );
}

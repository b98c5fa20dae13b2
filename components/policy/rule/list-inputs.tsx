import { type ChangeEvent, useState } from "react";
import { SelectField, TextField } from "#components/forms/controlled-field";
import { Field, Input } from "#components/forms/field";
import type { ValueList } from "#lib/policy/language/lists";
import { linesOf } from "./condition-draft.ts";
import { type CsvValues, csvValues, mostCsvBytes } from "./csv-values.ts";
import type { ConditionInputsProps } from "./range-inputs.tsx";

/** The name and the values of a condition's list: one of the draft's lists, or a new one. */
export function ListInputs({ draft, lists, onChange, errorOf }: ConditionInputsProps) {
  // A name that is typed may begin with the name of another list: it isn't that list before it is chosen.
  const isNew = draft.isListTaken || !lists.some(({ name }) => name === draft.list);
  const choose = (name: string) => {
    const known = lists.find((list) => list.name === name);
    onChange({ list: name, isListTaken: false, ...(known && { value: known.values.join("\n") }) });
  };
  const nameIt = (list: string) =>
    onChange({ list, isListTaken: lists.some(({ name }) => name === list.trim()) });
  return (
    <>
      {lists.length > 0 ? (
        <SelectField
          label="List"
          error={isNew ? undefined : errorOf("list")}
          options={optionsOf(lists)}
          value={isNew ? "" : draft.list}
          onChange={choose}
        />
      ) : null}
      {isNew ? (
        <TextField
          label="List name"
          error={
            draft.isListTaken
              ? "A list with this name exists. Choose it, or use another name."
              : errorOf("list")
          }
          autoComplete="off"
          maxLength={60}
          value={draft.list}
          onChange={nameIt}
        />
      ) : null}
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
    if (!file) return;
    const found = await valuesIn(file, param);
    // The corrected file may have the same name, which would be no change.
    target.value = "";
    setError(found.fault);
    if (found.values) onValues(found.values);
  };
  return (
    <Field label="Import CSV" optional hint="Adds the values in the first column." error={error}>
      <Input type="file" accept="text/csv,.csv" onChange={read} />
    </Field>
  );
}

async function valuesIn(file: File, param: string): Promise<CsvValues> {
  if (file.size > mostCsvBytes) return { fault: "The file is larger than 2 MB. No values were added." };
  try {
    return csvValues(new Uint8Array(await file.arrayBuffer()), param);
  } catch {
    return { fault: "The file can't be read. Choose it again." };
  }
}

import { Field, Input, Select } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import type { EditableField } from "#lib/descriptors/editable-fields";
import type { Entered } from "./edit-request.ts";

interface EditFieldsProps {
  fields: EditableField[];
  entered: Entered;
  faults: Record<string, string>;
  onEnter: (path: string, text: string) => void;
}

/** A control for each editable parameter. */
export function EditFields({ fields, entered, faults, onEnter }: EditFieldsProps) {
  return fields.map((field) => {
    const { path, label, kind, current, unit } = field;
    const value = entered[path] ?? current;
    const onChange = (event: { target: { value: string } }) => onEnter(path, event.target.value);
    return (
      <Field
        key={path}
        label={kind === "lower" && unit ? `${label} (${unit})` : label}
        hint={field.limit === undefined ? undefined : `Less than ${field.limit}`}
        error={faults[path]}
      >
        {kind === "choice" ? (
          <Select value={value} onChange={onChange}>
            {field.options?.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        ) : kind === "lower" ? (
          <Input inputMode="decimal" autoComplete="off" value={value} onChange={onChange} />
        ) : (
          <Textarea rows={current.length > 80 ? 5 : 2} value={value} onChange={onChange} />
        )}
      </Field>
    );
  });
}

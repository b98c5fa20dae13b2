import type { ComponentProps } from "react";
import { Field, Input, Select } from "./field.tsx";
import { Textarea } from "./textarea.tsx";

type FieldProps = Pick<ComponentProps<typeof Field>, "label" | "hint" | "error" | "optional" | "className">;

type InputProps = Pick<
  ComponentProps<"input">,
  "name" | "maxLength" | "required" | "type" | "inputMode" | "autoComplete" | "autoCapitalize" | "spellCheck"
>;

/** A field of text in the form's state: on one line, or on several with `rows`. */
export function TextField(
  props: FieldProps & InputProps & { value: string; onChange: (text: string) => void; rows?: number },
) {
  const { label, hint, error, optional, className, onChange, rows, ...input } = props;
  const change = ({ target }: { target: { value: string } }) => onChange(target.value);
  return (
    <Field {...{ label, hint, error, optional, className }}>
      {rows ? (
        <Textarea {...input} rows={rows} className="max-h-112" onChange={change} />
      ) : (
        <Input {...input} onChange={change} />
      )}
    </Field>
  );
}

/** A field of a value in the form's state, from values with labels. */
export function SelectField<Value extends string>(
  props: FieldProps & {
    name?: string;
    options: Record<Value, string>;
    value: Value;
    onChange: (value: Value) => void;
  },
) {
  const { name, options, value, onChange, ...field } = props;
  return (
    <Field {...field}>
      <Select name={name} value={value} onChange={({ target }) => onChange(target.value as Value)}>
        {Object.entries<string>(options).map(([each, label]) => (
          <option key={each} value={each}>
            {label}
          </option>
        ))}
      </Select>
    </Field>
  );
}

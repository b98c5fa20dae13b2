import { InputField } from "#components/forms/field";

/** The field for the number on the agent's screen. */
export function NumberField(props: { value: string; onChange: (value: string) => void; isMissing: boolean }) {
  const { value, onChange, isMissing } = props;
  return (
    <InputField
      label="Number to match"
      hint="Two digits. The third wrong number cancels the request."
      error={isMissing && !isNumber(value) ? "Enter the two digits that the agent shows." : undefined}
      inputMode="numeric"
      required
      maxLength={2}
      className="max-w-24 text-center text-2xl tabular-nums md:text-2xl"
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** Whether a text is a number to match: two digits. */
export function isNumber(text: string): boolean {
  return /^\d{2}$/.test(text.trim());
}

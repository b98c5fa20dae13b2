import { type ComponentProps, cloneElement, type ReactElement, type ReactNode, useId } from "react";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { useErrorOf } from "./surrounding-form.ts";

interface ControlProps {
  id?: string;
  name?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

/**
 * A control with its label, hint and error, tied together for screen readers. Without an error of its own,
 * the surrounding form's error for the control's name.
 */
export function Field(props: ComponentProps<typeof PlainField>) {
  const errorOf = useErrorOf();
  const { name } = props.children.props;
  return <PlainField {...props} error={props.error ?? (name ? errorOf(name) : undefined)} />;
}

/** A {@link Field} outside of an act's form, also on the server. */
export function PlainField(props: {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Shown after the label for fields that may stay empty. */
  optional?: boolean;
  /** For a row with the field's subject in view: the label is for screen readers. */
  isLabelHidden?: boolean;
  className?: string;
  children: ReactElement<ControlProps>;
}) {
  const generated = useId();
  const id = props.children.props.id ?? generated;
  const described = [props.hint ? `${id}-hint` : "", props.error ? `${id}-error` : ""]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={cn("grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5", props.className)}>
      <label htmlFor={id} className={props.isLabelHidden ? "sr-only" : "font-medium text-sm"}>
        {props.label}
        {props.optional ? <span className="font-normal text-muted-foreground"> (optional)</span> : null}
      </label>
      {cloneElement(props.children, {
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": props.error ? true : undefined,
      })}
      {props.hint ? (
        <p id={`${id}-hint`} className="text-[0.8125rem] text-muted-foreground">
          {props.hint}
        </p>
      ) : null}
      <FieldError id={`${id}-error`} error={props.error} />
    </div>
  );
}

function FieldError({ id, error }: { id?: string; error?: string | undefined }) {
  if (!error) return null;
  return (
    <p id={id} className="flex gap-1.5 text-[0.8125rem] text-danger">
      <Icon name="circle-alert" className="mt-0.5 size-4 shrink-0" />
      <span className="whitespace-pre-line [overflow-wrap:anywhere]">{error}</span>
    </p>
  );
}

/** A group of checkboxes or radio buttons under one legend. `name`: as of a {@link Field}'s control. */
export function Fieldset(props: {
  legend: string;
  hint?: ReactNode;
  name?: string;
  error?: string | undefined;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const errorOf = useErrorOf();
  const error = props.error ?? (props.name ? errorOf(props.name) : undefined);
  const described = [props.hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <fieldset className={cn("min-w-0", props.className)} aria-describedby={described || undefined}>
      <legend className="mb-1.5 font-medium text-sm">{props.legend}</legend>
      {props.hint ? (
        <p id={`${id}-hint`} className="mb-2 text-[0.8125rem] text-muted-foreground">
          {props.hint}
        </p>
      ) : null}
      <div className="grid gap-2">{props.children}</div>
      {error ? (
        <div className="mt-1.5">
          <FieldError id={`${id}-error`} error={error} />
        </div>
      ) : null}
    </fieldset>
  );
}

/** The look of all text inputs. 16 px on phones, or iOS zooms the page on focus. */
export const inputClasses = cn(
  "control-height w-full min-w-0 rounded-md border border-input bg-card px-3 py-1.5 text-base text-foreground md:text-sm",
  "placeholder:text-muted-foreground disabled:bg-muted disabled:text-muted-foreground",
  "[&[readonly]]:bg-muted aria-invalid:border-danger",
  "focus-visible:outline-2 focus-visible:outline-ring focus-visible:-outline-offset-1",
);

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(inputClasses, className)} {...props} />;
}

/** A {@link Field} of one input, without the browser's suggestions. */
export function InputField(
  props: Pick<ComponentProps<typeof Field>, "label" | "hint" | "error" | "optional"> &
    ComponentProps<"input">,
) {
  const { label, hint, error, optional, ...input } = props;
  return (
    <Field {...{ label, hint, error, optional }}>
      <Input autoComplete="off" {...input} />
    </Field>
  );
}

/** The name that people give an object. */
export function NameField(
  props: Pick<ComponentProps<typeof InputField>, "hint" | "error" | "placeholder" | "defaultValue">,
) {
  return <InputField label="Name" name="name" required maxLength={80} {...props} />;
}

/** An input for a name that machines read, which no keyboard should correct. */
export function CodeInput(props: ComponentProps<"input">) {
  return <Input autoCapitalize="none" autoComplete="off" spellCheck={false} {...props} />;
}

/** The browser's own select: works without script, opens the phone's own picker. */
export function Select({ className, ...props }: ComponentProps<"select">) {
  return (
    <span className={cn("relative block", className)}>
      <select className={cn(inputClasses, "appearance-none pr-9")} {...props} />
      <Icon
        name="chevron-down"
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-3 size-4 text-muted-foreground"
      />
    </span>
  );
}

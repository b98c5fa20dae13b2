import { cn } from "#components/ui/cn.ts";

/** The checkbox of a row, named by the row's cells, or of the table's head, with its own label. */
export function Tick(props: {
  label?: string;
  labelledBy?: string;
  isTicked: boolean;
  isMixed?: boolean;
  isDisabled: boolean;
  onTick: (isTicked: boolean) => void;
}) {
  const { label, labelledBy, isTicked, isMixed = false, isDisabled, onTick } = props;
  return (
    <label
      className={cn(
        "grid min-h-11 w-11 place-items-center has-disabled:cursor-not-allowed",
        label && "-my-1.5",
      )}
    >
      <input
        ref={(input) => {
          if (input) input.indeterminate = isMixed && !isTicked;
        }}
        type="checkbox"
        data-row={labelledBy ? true : undefined}
        aria-label={label}
        aria-labelledby={labelledBy}
        className="size-4.5 accent-primary md:size-4"
        checked={isTicked}
        disabled={isDisabled}
        onChange={(event) => onTick(event.target.checked)}
      />
    </label>
  );
}

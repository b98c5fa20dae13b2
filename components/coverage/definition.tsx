import { Icon } from "#components/ui/icon";

/** What a figure counts, behind a button: a popover, which needs no script. */
export function Definition({ id, name, about }: { id: string; name: string; about: string }) {
  const popover = `about-${id}`;
  return (
    <>
      <button
        type="button"
        popoverTarget={popover}
        className="-my-3 -mr-3 grid size-11 shrink-0 place-items-center rounded-md text-muted-foreground hover:text-foreground md:-my-1.5 md:-mr-2 md:size-8"
      >
        <Icon name="info" />
        <span className="sr-only">About {name}</span>
      </button>
      <div id={popover} popover="auto" className="definition">
        <p className="font-medium text-foreground">{name}</p>
        <p>{about}</p>
      </div>
    </>
  );
}

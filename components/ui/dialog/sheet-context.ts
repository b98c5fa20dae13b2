import { createContext, type MouseEvent, type RefObject, useContext } from "react";
import { isPlainClick } from "#components/ui/link";

interface SheetState {
  dialog: RefObject<HTMLDialogElement | null>;
  /** Whether a form would send something else than when the sheet opened. */
  isChanged: () => boolean;
}

export const SheetContext = createContext<SheetState | undefined>(undefined);

/** The sheet around the component; undefined outside a sheet. */
export function useSheet(): SheetState | undefined {
  return useContext(SheetContext);
}

/** For a link to the page under the sheet: a plain click closes the sheet around the link instead. */
export function useSheetClose(): (event: MouseEvent<HTMLAnchorElement>) => void {
  const sheet = useSheet();
  return (event) => {
    if (!sheet || !isPlainClick(event, event.currentTarget)) return;
    event.preventDefault();
    sheet.dialog.current?.close();
  };
}

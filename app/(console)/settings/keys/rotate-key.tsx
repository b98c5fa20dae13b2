"use client";

import { RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";
import { FormMessage } from "#components/forms/form-message";
import { Button } from "#components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "#components/ui/dialog";
import { useAction } from "../../../../components/forms/use-action.ts";
import { rotate } from "./actions.ts";

export function RotateKey() {
  const { pending, formProps, message, done, state } = useAction(rotate);
  const [open, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each finished action closes the dialogue, also the second one
  useEffect(() => {
    if (done) setOpen(false);
  }, [state, done]);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="outline">
          <RefreshCw aria-hidden />
          Rotate
        </Button>
      </DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Make a new signing key?</DialogTitle>
          <DialogDescription>
            From now on, grants are signed with the new key. Grants already out stay good. Whoever keeps a
            copy of the JWKS must fetch it again; most libraries do so by themselves.
          </DialogDescription>
        </DialogHeader>
        <form {...formProps}>
          <FormMessage message={message} />
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="outline">Cancel</Button>
            </DialogClose>
            <Button type="submit" disabled={pending}>
              {pending ? "Rotating…" : "Rotate the key"}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

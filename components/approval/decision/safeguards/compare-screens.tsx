import { useEffect, useState } from "react";
import { asRefusal, missingPart } from "#components/api/call.ts";
import { Card } from "#components/ui/card";

/** The code of the request, to compare with another screen of the person. `statement`: the text to sign. */
export function CompareScreens({ statement }: { statement: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card>
      <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary className="px-4 py-3 font-medium sm:px-5">Compare on another screen</summary>
        <div className="grid gap-2 border-t px-4 py-4 sm:px-5">
          {isOpen ? <Code statement={statement} /> : null}
          <p>
            Open this request on another device. If the codes differ, don't approve the request, and tell your
            admin.
          </p>
        </div>
      </details>
    </Card>
  );
}

function Code({ statement }: { statement: string }) {
  const [code, setCode] = useState("");
  useEffect(() => {
    let isCurrent = true;
    void codeOf(statement).then((text) => {
      if (isCurrent) setCode(text);
    });
    return () => {
      isCurrent = false;
    };
  }, [statement]);
  return (
    <p role="status" className="font-mono font-semibold text-2xl tabular-nums">
      {code}
    </p>
  );
}

async function codeOf(statement: string): Promise<string> {
  try {
    const { secondScreenCode } = await import("./second-screen-code.ts");
    return await secondScreenCode(statement);
  } catch (cause) {
    return asRefusal(await missingPart(cause), "").message;
  }
}

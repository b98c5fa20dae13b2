import { Download, Upload } from "lucide-react";
import { Button } from "#components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Link } from "#components/ui/link";

/** The policy as a file: to archive, compare or import again. */
export function PolicyFile({ version, isAdmin }: { version: number; isAdmin: boolean }) {
  return (
    <Card className="mt-4">
      <CardHeader>
        <div className="grid gap-1">
          <CardTitle>Policy as code</CardTitle>
          <CardDescription>
            Keep your action types and rules in version control as a single file.{" "}
            {isAdmin ? (
              <>
                Use the <code>countersign policy</code> command with a{" "}
                <Link href="/settings/tokens" className="text-link underline">
                  policy token
                </Link>
                .
              </>
            ) : null}
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent className="flex flex-wrap gap-2">
        <Button asChild variant="outline">
          <a href="/api/policy/file" download>
            <Download aria-hidden />
            Export version {version}
          </a>
        </Button>
        {isAdmin ? (
          <Button asChild variant="outline">
            <Link href="/policy/import">
              <Upload aria-hidden />
              Import file
            </Link>
          </Button>
        ) : null}
      </CardContent>
    </Card>
  );
}

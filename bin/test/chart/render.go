// Renders a chart's templates with Debian's sprig, without Helm: `render <templates>`, with what Helm gives
// to a template as JSON on standard input. A function of Helm alone, such as toYaml, doesn't compile.
package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
)

func main() {
	log.SetFlags(0)
	var given map[string]any
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		log.Fatal(err)
	}
	// As Helm: Values that weren't given are empty.
	all := template.New("").Funcs(sprig.TxtFuncMap()).Option("missingkey=zero")
	template.Must(all.ParseGlob(filepath.Join(os.Args[1], "*")))
	for _, file := range all.Templates() {
		if !strings.HasSuffix(file.Name(), ".yaml") {
			continue
		}
		os.Stdout.WriteString("---\n")
		if err := file.Execute(os.Stdout, given); err != nil {
			log.Fatal(err)
		}
	}
}

{{- define "labels" }}{ app.kubernetes.io/name: countersign, app.kubernetes.io/instance: {{ .Release.Name }} }{{ end }}

#!/bin/sh
# Renders the policy template for Kong, which expands no variables in credentials itself:
#   render.sh TEMPLATE TARGET
# Plain POSIX sh without any tool but chmod, mv and rm. The edge module renders by the same rules
# (dev.minibaas.edge.template.Template); a test holds the two against each other.
set -eu
LC_ALL=C

if [ $# -ne 2 ]; then
  echo "usage: render.sh TEMPLATE TARGET" >&2
  exit 2
fi
template=$1
target=$2
number=0

fail() {
  echo "$template line $number: $1" >&2
  rm -f "$target.part"
  exit 1
}

# Nothing that could end a quoted YAML text, start another line or be expanded again.
check_value() {
  case $2 in
    *[\'\"\`\$\\]*) fail "$1 has a quote, a backslash, a dollar sign or a backtick: use other characters" ;;
    *[[:cntrl:]]*) fail "$1 has a line break or another control character: use other characters" ;;
  esac
}

# Sets $value from the text between the braces of a placeholder.
resolve() {
  case $1 in
    *:-*)
      name=${1%%:-*}
      fallback=${1#*:-}
      ;;
    *)
      name=$1
      fallback=
      ;;
  esac
  case $name in
    '' | [0-9]* | *[!A-Z0-9_]*) fail "\"$1\" between braces is not a placeholder: write a name in capitals, or a name, :- and a default" ;;
  esac
  eval "value=\${$name-}"
  if [ -z "$value" ]; then
    case $1 in
      *:-*) value=$fallback ;;
      *) fail "$name is not set, and has no default: give it in the environment" ;;
    esac
  fi
  check_value "$name" "$value"
}

# Sets $rendered from a line of the template.
render_line() {
  rest=$1
  rendered=
  while :; do
    case $rest in
      *\$*) ;;
      *) break ;;
    esac
    before=${rest%%\$*}
    rest=${rest#*\$}
    case $rest in
      \{*\}*) ;;
      *) fail "a dollar sign outside a placeholder" ;;
    esac
    rest=${rest#\{}
    inside=${rest%%\}*}
    rest=${rest#*\}}
    resolve "$inside"
    rendered=$rendered$before$value
  done
  rendered=$rendered$rest
}

if [ ! -r "$template" ]; then
  echo "$template can't be read" >&2
  exit 1
fi
# the result holds keys
umask 077
: >"$target.part"
while IFS= read -r line || [ -n "$line" ]; do
  number=$((number + 1))
  # comments may speak of placeholders
  trimmed=${line#"${line%%[! ]*}"}
  case $trimmed in
    \#*) rendered=$line ;;
    *) render_line "$line" ;;
  esac
  printf '%s\n' "$rendered" >>"$target.part"
done <"$template"
mv "$target.part" "$target"

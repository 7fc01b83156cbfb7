import {
  type ApplicationText,
  ArgumentParseError,
  ArgumentScannerError,
  EnumValidationError,
  formatMessageForArgumentScannerError,
  text_en,
} from '@stricli/core';
import { quoted, visible } from '../domain/diagnostic.js';
import { nearestName } from '../surveillance/nearest-name.js';

const NEXT = 'tapewarden --help shows all commands, and each command its flags with --help [usage]';

/** What the scanner of the command line says: what is, what was expected, and where to look; one line each. */
export const usageText: ApplicationText = {
  ...text_en,
  noCommandRegisteredForInput: ({ input, corrections }) => {
    const hint = corrections.length === 0 ? '' : `, did you mean ${corrections.map(plain).join(' or ')}?`;
    return `there is no command ${quoted(input)}${hint === '' ? ';' : hint} ${NEXT}`;
  },
  exceptionWhileParsingArguments: (error, ansiColor) => {
    if (!(error instanceof ArgumentScannerError))
      return text_en.exceptionWhileParsingArguments(error, ansiColor);
    if (error instanceof ArgumentParseError) {
      const reason = error.exception instanceof Error ? error.exception.message : String(error.exception);
      return visible(`--${error.externalFlagNameOrPlaceholder} is ${quoted(error.input)}, ${reason} [usage]`);
    }
    if (error instanceof EnumValidationError) return visible(notOneOf(error));
    const message = formatMessageForArgumentScannerError(error, {});
    return visible(`${message.charAt(0).toLowerCase()}${message.slice(1)}${end(message)} ${NEXT}`);
  },
};

function notOneOf({ externalFlagName, input, values }: EnumValidationError): string {
  const nearest = nearestName(input, values);
  const hint = nearest === null ? '' : `; did you mean ${nearest}?`;
  return `--${externalFlagName} is ${quoted(input)}, expected one of ${values.join(', ')}${hint} [usage]`;
}

function plain(correction: string): string {
  return correction.replaceAll('`', '');
}

function end(message: string): string {
  return /[?.;]$/.test(message) ? '' : ';';
}

import { TapeheadError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';
import type { ReportChoice } from '../../reports/files.ts';
import { REPORT_FORMS } from '../../reports/form.ts';

/**
 * Reads `FORM=FILE`, such as `junit=report.xml`; `-` is stdout.
 *
 * @throws TapeheadError USAGE
 */
export function parseReport(text: string, before: readonly ReportChoice[] = []): readonly ReportChoice[] {
  const [, word = text, path] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
  const form = REPORT_FORMS.find((known) => known === word);
  const forms = REPORT_FORMS.join(', ');
  if (form === undefined || path === undefined) {
    const meant = form ?? nearestWord(word, REPORT_FORMS);
    throw new TapeheadError(
      'USAGE',
      `--report takes FORM=FILE, not ${JSON.stringify(text)}`,
      `--report ${meant ?? 'json'}=FILE   (FORM is one of ${forms})`,
    );
  }
  const other = before.find((one) => one.path === path);
  if (!other) return [...before, { form, path }];
  const where = path === '-' ? 'stdout' : path;
  throw new TapeheadError('USAGE', `two reports would go to ${where}`, 'a file for each');
}

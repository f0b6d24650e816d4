import type { VerifyReport } from '../verified.ts';

/** A form that a report can be written in, and a file can be asked for. */
export type ReportForm = 'json' | 'junit' | 'markdown' | 'sarif' | 'html';

export const REPORT_FORMS = ['json', 'junit', 'markdown', 'sarif', 'html'] as const satisfies ReportForm[];

/** A report in a form, in pieces. */
export async function renderReport(form: ReportForm, report: VerifyReport): Promise<Iterable<string>> {
  switch (form) {
    case 'json':
      return (await import('./json.ts')).jsonReport(report);
    case 'junit':
      return (await import('./junit.ts')).junitReport(report);
    case 'markdown':
      return (await import('./markdown.ts')).markdownReport(report);
    case 'sarif':
      return (await import('./sarif.ts')).sarifReport(report);
    case 'html':
      return (await import('./html.ts')).htmlReport(report);
  }
}

import PDFDocument from 'pdfkit';
import { deflate } from './deflate.js';
import { sheetSize } from './look.js';

/** What a file is called and by what it is known again. */
export interface Imprint {
  readonly title: string;
  /** What is told of it in a sentence, without mark-up: run and hashes. */
  readonly subject: string;
  /** Last day that it is about, yyyy-MM-dd: its file has the first instant of it (UTC) for a time, and no clock. */
  readonly date: string;
}

/** What pdfkit keeps of an object of the file and does not publish. */
interface CompressedReference {
  compress: boolean;
  /** Parts of its stream. */
  buffer: Uint8Array[];
  finalize(): void;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * A PDF 1.7 that says it is PDF/A-2a and PDF/UA-1: tagged, in English, with its fonts and colours inside. The same content gives the same
 * bytes: no clock, no random id, and no deflate of the machine's.
 */
export class ReportDocument extends PDFDocument {
  constructor({ title, subject, date }: Imprint) {
    super({
      size: [sheetSize.width, sheetSize.height],
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      // Words that stand once would be kept for ever.
      fontLayoutCache: false,
      pdfVersion: '1.7',
      subset: 'PDF/A-2a',
      tagged: true,
      lang: 'en',
      displayTitle: true,
      info: {
        Title: title,
        Subject: subject,
        Creator: 'tapewarden',
        Producer: 'pdfkit',
        CreationDate: dayOf(date),
      },
    });
  }

  /** An object of the file, which is compressed as `deflate` does it. */
  override ref(data?: object): PDFKit.PDFKitReference {
    const ref = super.ref(data as Record<string, never>) as unknown as CompressedReference;
    const finalize = ref.finalize.bind(ref);
    ref.finalize = () => {
      if (ref.compress && ref.buffer.length > 0) {
        ref.buffer = [deflate(Buffer.concat(ref.buffer))];
        ref.compress = false;
      }
      finalize();
    };
    return ref as unknown as PDFKit.PDFKitReference;
  }

  /** pdfkit writes the title into XML as it stands, and knows PDF/UA only without PDF/A. */
  override endMetadata(): void {
    const { Title = '', Subject = '' } = this.info;
    this.info = { ...this.info, Title: escaped(Title), Subject: escaped(Subject) };
    this.appendXML(accessible);
    super.endMetadata();
  }
}

function dayOf(date: string): Date {
  const day = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? new Date(0) : day;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => entities[sign] ?? '');
}

/** That the file is PDF/UA-1, and what this property is, which PDF/A wants to be told. */
const accessible = `
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`;

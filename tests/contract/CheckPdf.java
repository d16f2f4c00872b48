// Holds PDF files to PDF/UA-1 and PDF/A-2a by the engine of veraPDF. Each rule that a file breaks is a line; none is silence.

import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

public final class CheckPdf {
    private static final int MOST_FAULTS = 100_000;

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean conforms = files.length > 0;
        for (String file : files) {
            for (PDFAFlavour flavour : new PDFAFlavour[] {PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A}) {
                conforms &= conforms(file, flavour);
            }
        }
        System.exit(conforms ? 0 : 1);
    }

    private static boolean conforms(String file, PDFAFlavour flavour) throws Exception {
        var foundry = Foundries.defaultInstance();
        try (var parser = foundry.createParser(new FileInputStream(file), flavour);
                var validator = foundry.createValidator(flavour, MOST_FAULTS, false, true, false)) {
            var result = validator.validate(parser);
            var broken = new TreeMap<String, Integer>();
            for (TestAssertion found : result.getTestAssertions()) {
                if (found.getStatus() == TestAssertion.Status.FAILED) {
                    broken.merge(found.getRuleId().getClause() + " " + found.getMessage(), 1, Integer::sum);
                }
            }
            broken.forEach((rule, times) -> System.out.println(file + ": " + flavour.getId() + ": " + times + " times " + rule));
            System.out.println(file + ": " + flavour.getId() + ": " + result.getTotalAssertions() + " checks, "
                    + (result.isCompliant() ? "conforms" : "does not conform"));
            return result.isCompliant();
        }
    }
}

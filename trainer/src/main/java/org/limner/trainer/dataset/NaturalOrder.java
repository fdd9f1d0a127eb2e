package org.limner.trainer.dataset;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names as people count them: {@code street2} before {@code street10}. */
final class NaturalOrder implements Comparator<String> {
    static final NaturalOrder BY_NAME = new NaturalOrder();

    private static final Pattern PART = Pattern.compile("\\d+|\\D+");

    private NaturalOrder() {}

    @Override
    public int compare(String left, String right) {
        Matcher a = PART.matcher(left);
        Matcher b = PART.matcher(right);
        while (true) {
            boolean more = a.find();
            if (more != b.find()) {
                return more ? 1 : -1;
            }
            if (!more) {
                return left.compareTo(right); // 01 and 1 are one number but two names
            }
            int order = comparePart(a.group(), b.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int comparePart(String left, String right) {
        boolean numbers = isDigit(left) && isDigit(right);
        return numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
    }

    private static boolean isDigit(String part) {
        return part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }
}

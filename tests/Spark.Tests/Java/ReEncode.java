import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.CompressionCodec$;

/**
 * Writes event logs again in every codec, with the classes through which Spark itself writes and reads them.
 *
 * <p>ReEncode OUTDIR ID=PATH...: a file, or a folder with its files, becomes OUTDIR/CODEC/ID/NAME for CODEC in zstd, lz4, snappy,
 * lzf, gzip and plain, and OUTDIR/zip/ID/NAME.zip. Names stay as they are: no reader may go by them. Zero-length files (appstatus) are copied.
 */
public final class ReEncode {
    /** As often as a driver that writes stage and job events flushes. */
    private static final int LINES_PER_FLUSH = 40;

    private static final SparkConf CONF = new SparkConf(false);

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        Arrays.stream(args, 1, args.length).parallel().forEach(a -> {
            int at = a.indexOf('=');
            try {
                reEncode(out, a.substring(0, at), Path.of(a.substring(at + 1)));
            } catch (IOException e) {
                throw new IllegalStateException(a, e);
            }
        });
    }

    private static void reEncode(Path out, String id, Path log) throws IOException {
        boolean folder = Files.isDirectory(log);
        List<Path> files = new ArrayList<>();
        if (folder) {
            try (Stream<Path> listed = Files.list(log)) {
                listed.sorted().forEach(files::add);
            }
        } else {
            files.add(log);
        }
        Path zipped = Files.createDirectories(out.resolve("zip").resolve(id)).resolve(log.getFileName() + ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zipped)))) {
            for (Path file : files) {
                byte[] plain = decode(Files.readAllBytes(file));
                String name = folder ? log.getFileName() + "/" + file.getFileName() : file.getFileName().toString();
                zip.putNextEntry(new ZipEntry(name));
                zip.write(plain);
                zip.closeEntry();
                for (String codec : List.of("zstd", "lz4", "snappy", "lzf", "gzip", "plain")) {
                    Path target = out.resolve(codec).resolve(id).resolve(name);
                    Files.createDirectories(target.getParent());
                    try (OutputStream file2 = new BufferedOutputStream(Files.newOutputStream(target))) {
                        if (plain.length > 0) {
                            encode(plain, codec, file2);
                        }
                    }
                }
            }
        }
    }

    private static void encode(byte[] plain, String codec, OutputStream file) throws IOException {
        try (OutputStream encoded = switch (codec) {
            case "plain" -> file;
            case "gzip" -> new GZIPOutputStream(file);
            default -> spark(codec).compressedContinuousOutputStream(file);
        }) {
            int lines = 0;
            int from = 0;
            for (int i = 0; i < plain.length; i++) {
                if (plain[i] == '\n' && ++lines % LINES_PER_FLUSH == 0) {
                    encoded.write(plain, from, i + 1 - from);
                    encoded.flush();
                    from = i + 1;
                }
            }
            encoded.write(plain, from, plain.length - from);
        }
    }

    /** What can be read of a stored file: the end of a stream that its driver never finished is left out. */
    private static byte[] decode(byte[] stored) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(stored.length * 8 + 16);
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = open(new BufferedInputStream(new java.io.ByteArrayInputStream(stored)), stored)) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                plain.write(buffer, 0, n);
            }
        } catch (EOFException | ZipException e) {
            // unfinished: what came before counts
        }
        return plain.toByteArray();
    }

    private static InputStream open(InputStream in, byte[] head) throws IOException {
        if (starts(head, 0x28, 0xB5, 0x2F, 0xFD)) {
            return spark("zstd").compressedContinuousInputStream(in);
        }
        if (starts(head, 'L', 'Z', '4', 'B')) {
            return spark("lz4").compressedContinuousInputStream(in);
        }
        if (starts(head, 0x82, 'S', 'N', 'A')) {
            return spark("snappy").compressedContinuousInputStream(in);
        }
        if (starts(head, 'Z', 'V')) {
            return spark("lzf").compressedContinuousInputStream(in);
        }
        return starts(head, 0x1F, 0x8B) ? new GZIPInputStream(in) : in;
    }

    private static CompressionCodec spark(String name) {
        return CompressionCodec$.MODULE$.createCodec(CONF, name);
    }

    private static boolean starts(byte[] bytes, int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
